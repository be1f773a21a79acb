import { amount } from '../ui/format.ts';
import { Badge } from '../ui/state.tsx';
import { ObjectLink } from './known-objects.tsx';
import { type Diagnosis, IMPACTS, objectText } from './words.ts';

const INITIALLY_SHOWN = 8;
type Affected = Diagnosis['blastRadius']['affected'];

/** What the fault reaches, the worst first, and apart from it what is healthy but depends on something that fails. How it gets there is shown on demand. */
export function Impact({ radius: { affected, counts } }: { radius: Diagnosis['blastRadius'] }) {
  const hurt = affected.filter(({ impact }) => impact !== 'at-risk');
  const atRisk = affected.filter(({ impact }) => impact === 'at-risk');
  return (
    <>
      <p className="mb-2 text-ink-2">
        {hurt.length === 0
          ? 'Nothing else is affected.'
          : `${amount(counts.workloads, 'workload')}, ${amount(counts.pods, 'pod')}, ${amount(counts.services, 'service')} in ${amount(counts.namespaces, 'namespace')}`}
      </p>
      <List affected={hurt.slice(0, INITIALLY_SHOWN)} />
      {hurt.length > INITIALLY_SHOWN && (
        <details className="mt-1">
          <summary className="cursor-pointer">{hurt.length - INITIALLY_SHOWN} more</summary>
          <List affected={hurt.slice(INITIALLY_SHOWN)} />
        </details>
      )}
      {atRisk.length > 0 && (
        <details className="mt-2">
          <summary className="cursor-pointer text-ink-2">
            {atRisk.length} healthy {atRisk.length === 1 ? 'object depends' : 'objects depend'} on something that fails
          </summary>
          <List affected={atRisk} />
        </details>
      )}
    </>
  );
}

function List({ affected }: { affected: Affected }) {
  return (
    <ul className="divide-y">
      {affected.map(({ object, impact, hops, via }) => (
        <li key={objectText(object)} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 py-1">
          <span className="w-24 shrink-0">
            <Badge tone={IMPACTS[impact].tone}>{IMPACTS[impact].word}</Badge>
          </span>
          <ObjectLink object={object} className="min-w-0" />
          <span className="min-w-0 text-sm break-words text-ink-2">
            {via === null ? (
              'the cause itself'
            ) : (
              <>
                {via.mechanism}
                {hops > 1 && (
                  <>
                    , through <ObjectLink object={via.from} />
                  </>
                )}
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
