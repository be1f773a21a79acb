import { FieldDiffs } from '../changes/field-diffs.tsx';
import { ObjectLink } from './known-objects.tsx';
import type { Happening } from './lanes.ts';
import { LogContext } from './log-context.tsx';
import { type IncidentEvidence, LANES, objectText } from './words.ts';

/** Something that happened, in full: when and how often, to what, the words of the source, the changed fields or the lines around it. */
export function HappeningDetail({
  happening: { lane, from, to, count, object, text, fields, log },
  evidence,
  timeOf,
}: {
  happening: Happening;
  evidence: IncidentEvidence | undefined;
  timeOf: (ms: number) => string;
}) {
  const words = text.startsWith(objectText(object)) ? text.slice(objectText(object).length + 1) : text;
  return (
    <li className="min-w-0 py-2 first:pt-0 last:pb-0">
      <p className="text-sm text-ink-2">
        {LANES[lane].one}, <time dateTime={new Date(from).toISOString()}>{timeOf(from)}</time>
        {to !== from && (
          <>
            {' '}
            to <time dateTime={new Date(to).toISOString()}>{timeOf(to)}</time>
          </>
        )}
        {count > 1 && `, ${count} times`}
        {', '}
        <ObjectLink object={object} />
        {log && `, container ${log.container}${log.previous ? ' before its restart' : ''}`}
      </p>
      {log ? (
        <LogContext line={text} pod={object.name} container={log.container} previous={log.previous} evidence={evidence} />
      ) : (
        <p className="break-words">{words}</p>
      )}
      {fields && fields.length > 0 && (
        <div className="mt-1">
          <FieldDiffs fields={fields} />
        </div>
      )}
    </li>
  );
}
