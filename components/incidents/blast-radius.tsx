import Link from 'next/link';
import { amount } from '../ui/format.ts';
import { Badge } from '../ui/state.tsx';
import { type Diagnosis, IMPACTS, type ObjectRef, objectText } from './words.ts';

const INITIALLY_SHOWN = 12;
type Affected = Diagnosis['blastRadius']['affected'];

/** The objects that the fault affects, the worst first: counts, then the objects, those beyond the first dozen on demand. */
export function BlastRadius({ cluster, radius: { affected, counts } }: { cluster: string; radius: Diagnosis['blastRadius'] }) {
  if (affected.length === 0) return <p className="text-ink-2">No other objects are affected.</p>;
  const impacts = Object.keys(IMPACTS) as (keyof typeof IMPACTS)[];
  return (
    <>
      <p className="mb-2">
        {amount(counts.workloads, 'workload')}, {amount(counts.pods, 'pod')}, {amount(counts.services, 'service')} in{' '}
        {amount(counts.namespaces, 'namespace')}
      </p>
      <ul className="mb-3 flex flex-wrap gap-2" aria-label="By impact">
        {impacts.map((impact) => {
          const n = affected.filter((one) => one.impact === impact).length;
          return (
            n > 0 && (
              <li key={impact}>
                <Badge tone={IMPACTS[impact].tone}>
                  {n} {IMPACTS[impact].word.toLowerCase()}
                </Badge>
              </li>
            )
          );
        })}
      </ul>
      <List cluster={cluster} affected={affected.slice(0, INITIALLY_SHOWN)} />
      {affected.length > INITIALLY_SHOWN && (
        <details className="mt-2">
          <summary className="cursor-pointer">{affected.length - INITIALLY_SHOWN} more</summary>
          <div className="mt-2">
            <List cluster={cluster} affected={affected.slice(INITIALLY_SHOWN)} />
          </div>
        </details>
      )}
    </>
  );
}

function List({ cluster, affected }: { cluster: string; affected: Affected }) {
  return (
    <ul className="divide-y">
      {affected.map(({ object, impact, hops, via }) => (
        <li key={objectText(object)} className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-baseline gap-x-2 py-1.5">
          <span>
            <Badge tone={IMPACTS[impact].tone}>{IMPACTS[impact].word}</Badge>
          </span>
          <span className="min-w-0 break-words">
            <Link href={`/topology?${topologyQuery(cluster, object)}`} className="hover:underline">
              {objectText(object)}
            </Link>{' '}
            <span className="text-sm text-ink-2">
              {via === null ? 'root cause' : `${amount(hops, 'hop')} away, via ${objectText(via.from)}: ${via.mechanism}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The query that shows an object on the topology page. Pods are not shown there on their own, so they lead to their namespace. */
function topologyQuery(cluster: string, { kind, namespace, name }: ObjectRef): URLSearchParams {
  return new URLSearchParams({ cluster, ...(namespace ? { namespace } : {}), ...(kind === 'Pod' ? {} : { find: name }) });
}
