import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldDiffs } from '../graph/field-diffs.tsx';
import { amount } from '../ui/format.ts';
import { Badge } from '../ui/state.tsx';
import { CopyText, When } from '../ui/text.tsx';
import { type Diagnosis, IMPACTS, objectText, TIERS, withoutDiff } from './words.ts';

const SHOWN_OBJECTS = 4;

/**
 * The incident on one screen: what changed before it, root cause, critical failure, impact. A failure of nothing but the object
 * at fault would repeat the cause, so it is left out.
 */
export function Narrative({ diagnosis }: { diagnosis: Diagnosis }) {
  const [cause] = diagnosis.causes;
  const failure = diagnosis.symptoms.find((symptom) => cause === undefined || objectText(symptom.object) !== objectText(cause.object));
  const { counts, affected } = diagnosis.blastRadius;
  const impacted = affected.filter(({ hops }) => hops > 0);
  const tier = cause && TIERS[cause.tier];
  const remedy = cause?.remedies[0];
  return (
    <div
      className={`mb-6 grid grid-cols-1 gap-3 ${failure ? 'lg:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)_auto_minmax(0,1fr)]' : 'lg:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]'}`}
    >
      {diagnosis.culprit && <Culprit change={diagnosis.culprit} />}
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
          <p>Unknown so far: no known cause matches the evidence. The symptoms shown here are real.</p>
        )}
      </Panel>
      {failure && (
        <>
          <Arrow />
          <Panel title="Critical failure">
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
          </Panel>
        </>
      )}
      <Arrow />
      <Panel title="Impact">
        <p className="font-medium">
          {amount(counts.workloads, 'workload')}, {amount(counts.pods, 'pod')}, {amount(counts.services, 'service')}
        </p>
        <ul className="text-sm text-ink-2">
          {impacted.slice(0, SHOWN_OBJECTS).map(({ object, impact }) => (
            <li key={objectText(object)} className="break-words">
              {objectText(object)}: {IMPACTS[impact].word.toLowerCase()}
            </li>
          ))}
          {impacted.length > SHOWN_OBJECTS && <li>and {impacted.length - SHOWN_OBJECTS} more</li>}
        </ul>
      </Panel>
      {remedy && (
        <div className="min-w-0 rounded-lg border bg-surface p-4 lg:col-span-full">
          <h2 className="text-sm font-medium text-ink-2">Recommended fix</h2>
          <p className="mt-1 mb-2">{remedy.text}</p>
          {remedy.command && <CopyText block text={remedy.command} label="Copy the command" />}
        </div>
      )}
    </div>
  );
}

/** The change that began the trouble: what was changed, by whom, how long before the first failure, from what to what. */
function Culprit({ change: { text, at, fields } }: { change: NonNullable<Diagnosis['culprit']> }) {
  return (
    <section aria-label="What changed" className="min-w-0 rounded-lg border bg-surface p-4 lg:col-span-full">
      <h2 className="text-sm font-medium text-ink-2">What changed</h2>
      <p className="mt-1 font-medium break-words">
        {withoutDiff(text, fields)}{' '}
        <span className="text-sm font-normal text-ink-2">
          (<When ms={at} />)
        </span>
      </p>
      {fields.length > 0 && (
        <div className="mt-2 text-sm">
          <FieldDiffs fields={fields} />
        </div>
      )}
    </section>
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
