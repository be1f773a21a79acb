import { FieldValue } from '../changes/field-value.tsx';
import { fieldName } from '../changes/words.ts';
import { CopyText, When } from '../ui/text.tsx';
import { ObjectLink } from './known-objects.tsx';
import { type Diagnosis, lasting } from './words.ts';

const SHOWN_FIELDS = 3;
type Culprit = NonNullable<Diagnosis['culprit']>;

/**
 * What did it and how to take it back: who changed which field of which object, from what to what, how long before the first
 * failure, and the command. Where no change is known to have done it, that, and what to do instead.
 */
export function Headline({ diagnosis }: { diagnosis: Diagnosis }) {
  const { culprit, causes } = diagnosis;
  const [remedy] = causes[0]?.remedies ?? diagnosis.inquiry?.next ?? [];
  const fix = culprit?.revert ?? remedy;
  return (
    <section aria-label="What changed" className="mb-4 grid gap-x-6 gap-y-3 rounded-lg border bg-surface p-3 lg:grid-cols-2">
      <div className="min-w-0">
        <h2 className="text-sm font-medium text-ink-2">{culprit ? 'The change that did it' : 'No known change did this'}</h2>
        {culprit ? <Change change={culprit} /> : <p className="mt-1">{withoutChange(diagnosis)}</p>}
      </div>
      {fix && (
        <div className="min-w-0">
          <h2 className="text-sm font-medium text-ink-2">{culprit?.revert ? 'How to revert it' : 'What to do'}</h2>
          <p className="mt-1 mb-1.5 break-words">{fix.text}</p>
          {fix.command && <CopyText block text={fix.command} label="Copy the command" />}
        </div>
      )}
    </section>
  );
}

function Change({ change: { object, op, by, at, beforeMs, fields } }: { change: Culprit }) {
  const when = beforeMs < 1_000 ? 'at the time of the first failure' : `${lasting(beforeMs)} before the first failure`;
  return (
    <>
      <p className="mt-1 break-words">
        <span className="font-medium">
          <ObjectLink object={object} />
        </span>{' '}
        was {op} by <strong className="font-medium">{by ?? 'somebody unknown'}</strong>, <strong className="font-medium">{when}</strong>{' '}
        <span className="text-sm text-ink-2">
          (<When ms={at} />)
        </span>
      </p>
      <ul className="mt-1.5 flex flex-col gap-1">
        {fields.slice(0, SHOWN_FIELDS).map((field) => (
          <li key={field.path} className="min-w-0 text-sm">
            <span className="font-mono break-all text-ink-2" title={field.path}>
              {fieldName(field.path)}
            </span>{' '}
            <FieldValue field={field} />
          </li>
        ))}
        {fields.length > SHOWN_FIELDS && (
          <li className="text-sm text-ink-2">and {fields.length - SHOWN_FIELDS} more fields, in the evidence below</li>
        )}
      </ul>
    </>
  );
}

/** Why no change is named: what is not known is not shown as if it were. */
function withoutChange({ onset, causes: [cause] }: Diagnosis): string {
  if (onset?.wasWell === false) return 'It never worked: what fails has been broken since it was made.';
  if (!cause) return 'The cause is not known yet, and no recorded change to what fails came before the first failure.';
  if (!onset) return 'When it began is not known, so no change can be tied to it.';
  return 'No recorded change to the cause, or to what it reads, came before the first failure. It broke by itself, or from outside of the cluster.';
}
