import { FieldDiffs } from '../graph/field-diffs.tsx';
import { When } from '../ui/text.tsx';
import { type Evidence, objectText, withoutDiff } from './words.ts';

const SOURCES = { state: 'state', event: 'event', log: 'log line', change: 'change', alert: 'alert', metric: 'metric' } as const;

/** Evidence, one sentence each; expanding it shows the source. */
export function EvidenceList({ evidence }: { evidence: Evidence[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {evidence.map((piece, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no id, and the list is always replaced as a whole
        <li key={i}>
          {/* Diffs are what people read most, so they are expanded. */}
          <details open={piece.source.type === 'change'}>
            <summary className="cursor-pointer break-words">
              {piece.source.type === 'change' ? withoutDiff(piece.text, piece.source.fields) : piece.text}{' '}
              <span className="text-xs whitespace-nowrap text-ink-2">({SOURCES[piece.source.type]})</span>
            </summary>
            <div className="mt-1 ml-4 border-l pl-3 text-sm">
              <Source source={piece.source} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Source({ source }: { source: Evidence['source'] }) {
  switch (source.type) {
    case 'state':
      return (
        <>
          <p className="text-ink-2">State of {objectText(source.object)}</p>
          <p className="font-mono break-all">
            {source.path} = {source.value}
          </p>
        </>
      );
    case 'event':
      return (
        <>
          <p className="text-ink-2">
            Event {source.reason} on {objectText(source.object)}
            {source.count !== undefined && source.count > 1 && `, ${source.count} times`}
            {source.at !== undefined && (
              <>
                , <When ms={source.at} />
              </>
            )}
          </p>
          <p className="font-mono break-all">{source.message}</p>
        </>
      );
    case 'log':
      return (
        <>
          <p className="text-ink-2">
            Log of Pod {source.namespace}/{source.pod}, container {source.container}
            {source.previous && ', before its restart'}
          </p>
          <p className="font-mono break-all">{source.line}</p>
        </>
      );
    case 'change':
      return (
        <>
          <p className="mb-1 text-ink-2">
            Change to {objectText(source.object)}
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
          {source.metric} of {objectText(source.object)} changed from {source.from} to {source.to}
        </p>
      );
  }
}
