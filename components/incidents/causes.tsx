'use client';

import { ChevronRight } from 'lucide-react';
import { Badge } from '../ui/state.tsx';
import { CopyText } from '../ui/text.tsx';
import { EvidenceList } from './evidence.tsx';
import { type Cause, objectText, TIERS } from './words.ts';

/** The ranked causes, the first one open: each with what speaks for and against it, and what to do. */
export function Causes({ causes }: { causes: Cause[] }) {
  if (causes.length === 0)
    return <p className="text-ink-2">No cause that we know fits what is seen. It is looked at again as evidence comes.</p>;
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
                {tier && <Badge tone={tier.tone}>{tier.word}</Badge>}
              </summary>
              <div className="flex flex-col gap-4 border-t p-3">
                <p className="break-words">
                  {cause.summary} <span className="font-mono text-sm text-ink-2">{objectText(cause.object)}</span>
                </p>
                <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
                  <div className="min-w-0">
                    <h3 className="mb-2 text-sm font-medium">What speaks for it</h3>
                    <EvidenceList evidence={cause.evidenceFor} />
                  </div>
                  <div className="min-w-0">
                    <h3 className="mb-2 text-sm font-medium">What speaks against it</h3>
                    {cause.evidenceAgainst.length === 0 ? (
                      <p className="text-ink-2">Nothing that we see.</p>
                    ) : (
                      <EvidenceList evidence={cause.evidenceAgainst} />
                    )}
                  </div>
                </div>
                {cause.remedies.length > 0 && (
                  <div>
                    <h3 className="mb-2 text-sm font-medium">What to do</h3>
                    <ul className="flex flex-col gap-3">
                      {cause.remedies.map((remedy) => (
                        <li key={remedy.text} className="min-w-0">
                          <p className="mb-1">{remedy.text}</p>
                          {remedy.command && <CopyText block text={remedy.command} label="Copy the command" />}
                        </li>
                      ))}
                    </ul>
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
