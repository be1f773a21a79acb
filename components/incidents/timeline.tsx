import { FieldDiffs } from '../graph/field-diffs.tsx';
import { Badge } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { type Diagnosis, objectText } from './words.ts';

const LANES = { change: 'Change', event: 'Event', log: 'Log', alert: 'Alert' } as const;
const TONES = { info: 'info', warning: 'warn', error: 'bad' } as const;
const MOST = 60;

/** What happened, oldest first, each line in its lane: changes, events, logs, alerts. */
export function Timeline({ entries }: { entries: Diagnosis['timeline'] }) {
  if (entries.length === 0) return <p className="text-ink-2">Nothing that belongs to it was seen in the last hour.</p>;
  const shown = entries.slice(-MOST);
  return (
    <>
      {shown.length < entries.length && (
        <p className="mb-2 text-sm text-ink-2">
          The latest {shown.length} of {entries.length}.
        </p>
      )}
      <ol className="flex flex-col">
        {shown.map((entry, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same at the same time
          <li key={i} className="grid grid-cols-1 gap-x-4 gap-y-1 border-l-2 py-2 pl-4 sm:grid-cols-[6rem_6rem_minmax(0,1fr)]">
            <span className="text-sm text-ink-2">
              <When ms={entry.at} />
            </span>
            <span>
              <Badge tone={TONES[entry.severity]}>{LANES[entry.lane]}</Badge>
            </span>
            <div className="min-w-0">
              <p className="break-words">
                <span className="text-ink-2">{objectText(entry.object)}:</span> {entry.text}
              </p>
              {entry.fields && entry.fields.length > 0 && (
                <div className="mt-1">
                  <FieldDiffs fields={entry.fields} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
