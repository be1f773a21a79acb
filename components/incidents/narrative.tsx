import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '../ui/state.tsx';
import { CopyText, When } from '../ui/text.tsx';
import { amount, type Diagnosis, IMPACTS, objectText, TIERS } from './words.ts';

const SHOWN = 4;

/** The incident in one screen: root cause, critical failure, impact. */
export function Narrative({ diagnosis }: { diagnosis: Diagnosis }) {
  const [cause] = diagnosis.causes;
  const failure =
    diagnosis.symptoms.find((symptom) => cause === undefined || objectText(symptom.object) !== objectText(cause.object)) ??
    diagnosis.symptoms[0];
  const { counts, affected } = diagnosis.blastRadius;
  const reached = affected.filter(({ hops }) => hops > 0);
  const tier = cause && TIERS[cause.tier];
  const remedy = cause?.remedies[0];
  return (
    <div className="mb-6 grid grid-cols-1 gap-3 lg:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto_minmax(0,1fr)]">
      <Panel title="Root cause">
        {cause ? (
          <>
            <p className="font-medium break-words">{objectText(cause.object)}</p>
            {tier && (
              <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
                <Badge tone={tier.tone}>{tier.word}</Badge> {tier.means}
              </p>
            )}
            <p className="break-words">{cause.summary}</p>
          </>
        ) : (
          <p>Not known yet: what is seen fits no cause that we know. The symptoms beside are real.</p>
        )}
      </Panel>
      <Arrow />
      <Panel title="Critical failure">
        {failure ? (
          <>
            <p className="font-medium break-words">{objectText(failure.object)}</p>
            <p className="break-words">
              {failure.what}
              {failure.since !== undefined && (
                <span className="text-sm text-ink-2">
                  , since <When ms={failure.since} />
                </span>
              )}
            </p>
            <p className="line-clamp-4 text-sm break-words text-ink-2">{failure.message}</p>
          </>
        ) : (
          <p className="text-ink-2">None seen.</p>
        )}
      </Panel>
      <Arrow />
      <Panel title="Impact">
        <p className="font-medium">
          {amount(counts.workloads, 'workload')}, {amount(counts.pods, 'pod')}, {amount(counts.services, 'service')}
        </p>
        <ul className="text-sm text-ink-2">
          {reached.slice(0, SHOWN).map(({ object, impact }) => (
            <li key={objectText(object)} className="break-words">
              {objectText(object)}: {IMPACTS[impact].word.toLowerCase()}
            </li>
          ))}
          {reached.length > SHOWN && <li>and {reached.length - SHOWN} more</li>}
        </ul>
      </Panel>
      {remedy && (
        <div className="min-w-0 rounded-lg border bg-surface p-4 lg:col-span-5">
          <h2 className="text-sm font-medium text-ink-2">What to do</h2>
          <p className="mt-1 mb-2">{remedy.text}</p>
          {remedy.command && <CopyText block text={remedy.command} label="Copy the command" />}
        </div>
      )}
    </div>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2 rounded-lg border bg-surface p-4">
      <h2 className="text-sm font-medium text-ink-2">{title}</h2>
      {children}
    </section>
  );
}

function Arrow() {
  return <ArrowRight aria-hidden className="mx-auto size-5 rotate-90 self-center text-ink-2 lg:rotate-0" />;
}
