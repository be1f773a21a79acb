import Link from 'next/link';
import { Badge } from '../ui/state.tsx';
import { amount, type Diagnosis, IMPACTS, type ObjectRef, objectText } from './words.ts';

const SHOWN = 12;
type Affected = Diagnosis['blastRadius']['affected'];

/** What the fault reaches, nearest first: counts, then the objects, the further ones on demand. */
export function BlastRadius({ cluster, radius: { affected, counts } }: { cluster: string; radius: Diagnosis['blastRadius'] }) {
  if (affected.length === 0) return <p className="text-ink-2">Nothing else is reached, as far as the graph knows.</p>;
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
      <List cluster={cluster} affected={affected.slice(0, SHOWN)} />
      {affected.length > SHOWN && (
        <details className="mt-2">
          <summary className="cursor-pointer">{affected.length - SHOWN} more</summary>
          <div className="mt-2">
            <List cluster={cluster} affected={affected.slice(SHOWN)} />
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
            <Link href={`/topology?${placeOf(cluster, object)}`} className="hover:underline">
              {objectText(object)}
            </Link>{' '}
            <span className="text-sm text-ink-2">
              {via === null ? 'the cause itself' : `${amount(hops, 'step')} away, by ${objectText(via.from)}: ${via.mechanism}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Where the topology page shows an object. Pods are folded into what owns them there, so they lead to their namespace. */
function placeOf(cluster: string, { kind, namespace, name }: ObjectRef): URLSearchParams {
  return new URLSearchParams({ cluster, ...(namespace ? { namespace } : {}), ...(kind === 'Pod' ? {} : { find: name }) });
}
