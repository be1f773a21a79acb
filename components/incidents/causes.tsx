'use client';

import { ChevronRight } from 'lucide-react';
import { CopyText } from '../ui/text.tsx';
import { EvidenceList } from './evidence.tsx';
import { ObjectLink } from './known-objects.tsx';
import { type Cause, type IncidentEvidence, type Inquiry, objectText, TIERS } from './words.ts';

/** The ranked causes, the first one expanded, each with the evidence for and against it and the recommended fix. */
export function Causes({ causes, inquiry, known }: { causes: Cause[]; inquiry: Inquiry | undefined; known: IncidentEvidence | undefined }) {
  if (causes.length === 0) return <Unknown inquiry={inquiry} />;
  return (
    <ol className="flex flex-col gap-3">
      {causes.map((cause) => {
        const tier = TIERS[cause.tier];
        return (
          <li key={`${cause.code} ${objectText(cause.object)}`} className="min-w-0">
            <details open={cause.rank === 1} className="group rounded-md border">
              <summary className="flex cursor-pointer list-none flex-wrap items-center gap-2 p-3">
                <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
                <span className="min-w-0 flex-1 font-medium break-words">
                  {cause.rank}. {cause.title}
                </span>
                {tier && (
                  <span className="text-sm text-ink-2" title={tier.means}>
                    {tier.word}
                  </span>
                )}
              </summary>
              <div className="flex flex-col gap-4 border-t p-3">
                <p className="break-words">
                  {/* The picture above says what the first one is. */}
                  {cause.rank > 1 && `${cause.summary} `}
                  <ObjectLink object={cause.object} />
                  {tier && <span className="text-ink-2">. {tier.means}</span>}
                </p>
                <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
                  <div className="min-w-0">
                    <h3 className="mb-2 text-sm font-medium">Evidence for</h3>
                    <EvidenceList evidence={cause.evidenceFor} known={known} />
                  </div>
                  <div className="min-w-0">
                    <h3 className="mb-2 text-sm font-medium">Evidence against</h3>
                    {cause.evidenceAgainst.length === 0 ? (
                      <p className="text-ink-2">None.</p>
                    ) : (
                      <EvidenceList evidence={cause.evidenceAgainst} known={known} />
                    )}
                  </div>
                </div>
                {cause.chain.length > 0 && <Spread chain={cause.chain} />}
                {cause.remedies.length > 0 && (
                  <div>
                    <h3 className="mb-2 text-sm font-medium">What to do</h3>
                    <Remedies remedies={cause.remedies} />
                  </div>
                )}
                <p className="text-sm text-ink-2">
                  Cause code <code className="font-mono">{cause.code}</code>
                </p>
              </div>
            </details>
          </li>
        );
      })}
    </ol>
  );
}

/** How the failure spreads from object to object, in sentences, on demand: the picture shows the same. */
function Spread({ chain }: { chain: Cause['chain'] }) {
  return (
    <details>
      <summary className="cursor-pointer">How it spreads, step by step ({chain.length})</summary>
      <ol className="mt-1 flex list-decimal flex-col gap-1 pl-6">
        {chain.map(({ from, to, mechanism, text }) => (
          <li key={`${objectText(from)} ${objectText(to)} ${mechanism}`} className="break-words">
            <ObjectLink object={from} /> makes <ObjectLink object={to} /> fail: {mechanism}
            {text && <span className="text-ink-2">. {text}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What to say while the cause is unknown: what was looked at, and where a person goes on. */
function Unknown({ inquiry }: { inquiry: Inquiry | undefined }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">No known cause matches the evidence. The incident is diagnosed again as new evidence arrives.</p>
      {inquiry && inquiry.lookedAt.length > 0 && (
        <div>
          <h3 className="mb-2 text-sm font-medium">Looked at</h3>
          <ul className="list-disc pl-5">
            {inquiry.lookedAt.map((text) => (
              <li key={text} className="break-words">
                {text}
              </li>
            ))}
          </ul>
        </div>
      )}
      {inquiry && inquiry.next.length > 0 && (
        <div>
          <h3 className="mb-2 text-sm font-medium">What to look at next</h3>
          <Remedies remedies={inquiry.next} />
        </div>
      )}
    </div>
  );
}

function Remedies({ remedies }: { remedies: Cause['remedies'] }) {
  return (
    <ul className="flex flex-col gap-3">
      {remedies.map((remedy) => (
        <li key={remedy.text} className="min-w-0">
          <p className="mb-1">{remedy.text}</p>
          {remedy.command && <CopyText block text={remedy.command} label="Copy the command" />}
        </li>
      ))}
    </ul>
  );
}
