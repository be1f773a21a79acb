import type { Route } from 'next';
import type { GET as GetResource } from '#app/api/v1/resources/[...key]/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { worstFirst } from '../graph/drawing.ts';
import { ObjectName } from '../graph/object-link.tsx';
import { relationWord } from '../graph/relation-words.ts';
import { buttonClass } from '../ui/button.tsx';
import { amount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Health } from '../ui/state.tsx';

type Resource = AnswerOf<typeof GetResource>;
type Neighbour = Resource['neighbours'][number];

const SHOWN = 6;

/** What an object is related to, as a small map: what leads to it on the left, what it leads to on the right, the worst first. */
export function Relations({
  resource,
}: {
  resource: Pick<Resource, 'key' | 'kind' | 'namespace' | 'name' | 'health' | 'cluster' | 'neighbours'>;
}) {
  const { key, kind, namespace, name, health, cluster, neighbours } = resource;
  const isOver = ({ deletedAt, until }: Neighbour) => deletedAt !== undefined || until !== undefined;
  // CAUSES is a step of an incident, which stands among the incidents.
  const relations = neighbours.filter(({ type }) => type !== 'CAUSES');
  const current = relations.filter((one) => !isOver(one)).sort(worstFirst);
  const ended = relations.filter(isOver);
  const map = `/topology?${new URLSearchParams({ cluster, ...(namespace && { namespace }), node: key })}` as Route;
  return (
    <>
      {current.length === 0 ? (
        <p className="text-ink-2">It is related to nothing that the agent reads.</p>
      ) : (
        <div className="grid grid-cols-1 items-center gap-3 sm:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
          <Side label="To it" neighbours={current.filter(({ direction }) => direction === 'in')} />
          <div className="rounded-md border border-accent px-3 py-2 text-center break-words">
            <ObjectName kind={kind} name={name} />
            <div className="mt-1">
              <Health health={health} />
            </div>
          </div>
          <Side label="From it" neighbours={current.filter(({ direction }) => direction === 'out')} />
        </div>
      )}
      {ended.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer text-sm text-ink-2">{amount(ended.length, 'relation')} that ended</summary>
          <List neighbours={ended} />
        </details>
      )}
      <Link href={map} className={`${buttonClass('secondary', true)} mt-3`}>
        Show in the topology
      </Link>
    </>
  );
}

function Side({ label, neighbours }: { label: string; neighbours: readonly Neighbour[] }) {
  if (neighbours.length === 0)
    return <p className="text-sm text-ink-2">{label === 'To it' ? 'Nothing leads to it.' : 'It leads to nothing.'}</p>;
  return (
    <section aria-label={label} className="min-w-0">
      <List neighbours={neighbours.slice(0, SHOWN)} />
      {neighbours.length > SHOWN && (
        <details>
          <summary className="cursor-pointer text-sm text-ink-2">{neighbours.length - SHOWN} more</summary>
          <List neighbours={neighbours.slice(SHOWN)} />
        </details>
      )}
    </section>
  );
}

function List({ neighbours }: { neighbours: readonly Neighbour[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {neighbours.map((one) => (
        <li key={`${one.type} ${one.direction} ${one.key}`} className="min-w-0 rounded-md border px-2 py-1 break-words">
          <span className="text-sm text-ink-2">{relationWord(one.type, one.direction)} </span>
          <ObjectName {...one} resourceKey={one.key} />{' '}
          {one.health !== 'healthy' && one.deletedAt === undefined && <Health health={one.health} />}
        </li>
      ))}
    </ul>
  );
}
