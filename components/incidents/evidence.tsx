import { FieldDiffs } from '../changes/field-diffs.tsx';
import { When } from '../ui/text.tsx';
import { ObjectLink } from './known-objects.tsx';
import { LogContext } from './log-context.tsx';
import { type Evidence, type IncidentEvidence, withoutDiff } from './words.ts';

const SOURCES = { state: 'state', event: 'event', log: 'log line', change: 'change', alert: 'alert', metric: 'metric' } as const;

/** Evidence, one sentence each; expanding it shows the source in place. */
export function EvidenceList({ evidence, known }: { evidence: Evidence[]; known: IncidentEvidence | undefined }) {
  return (
    <ul className="flex flex-col gap-1">
      {evidence.map((piece, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no id, and the list is always replaced as a whole
        <li key={i}>
          <details>
            <summary className="cursor-pointer break-words">
              {piece.source.type === 'change' ? withoutDiff(piece.text, piece.source.fields) : piece.text}{' '}
              <span className="text-xs whitespace-nowrap text-ink-2">({SOURCES[piece.source.type]})</span>
            </summary>
            <div className="mt-1 mb-2 ml-4 border-l pl-3 text-sm">
              <Source source={piece.source} known={known} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Source({ source, known }: { source: Evidence['source']; known: IncidentEvidence | undefined }) {
  switch (source.type) {
    case 'state':
      return (
        <>
          <p className="text-ink-2">
            State of <ObjectLink object={source.object} />
          </p>
          <p className="font-mono break-all">
            {source.path} = {source.value}
          </p>
        </>
      );
    case 'event': {
      const span = known?.events.find(
        (one) => one.reason === source.reason && one.name === source.object.name && one.message === source.message,
      );
      const count = Math.max(source.count ?? 1, span?.count ?? 1);
      return (
        <>
          <p className="text-ink-2">
            Event {source.reason} on <ObjectLink object={source.object} />
            {count > 1 && `, ${count} times`}
            {span && span.firstAt < span.lastAt && (
              <>
                , first <When ms={span.firstAt} />
              </>
            )}
            {source.at !== undefined && (
              <>
                , last <When ms={source.at} />
              </>
            )}
          </p>
          <p className="font-mono break-all">{source.message}</p>
        </>
      );
    }
    case 'log':
      return (
        <>
          <p className="text-ink-2">
            Log of <ObjectLink object={{ kind: 'Pod', namespace: source.namespace, name: source.pod }} />, container {source.container}
            {source.previous && ', before its restart'}
          </p>
          <LogContext line={source.line} pod={source.pod} container={source.container} previous={source.previous} evidence={known} />
        </>
      );
    case 'change':
      return (
        <>
          <p className="mb-1 text-ink-2">
            Change to <ObjectLink object={source.object} />
            {source.by && ` by ${source.by}`}, <When ms={source.at} />
          </p>
          <FieldDiffs fields={source.fields} />
        </>
      );
    case 'alert':
      return (
        <p>
          Alert {source.name}: {source.summary}
          {source.at !== undefined && (
            <span className="text-ink-2">
              , since <When ms={source.at} />
            </span>
          )}
        </p>
      );
    case 'metric':
      return (
        <p>
          {source.metric} of <ObjectLink object={source.object} /> changed from {source.from} to {source.to}
        </p>
      );
  }
}
