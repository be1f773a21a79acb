'use client';

import type { GET as GetResource } from '#app/api/v1/resources/[...key]/route.ts';
import { useApi } from '#components/api.ts';
import { fieldName } from '#components/changes/words.ts';
import { resourcePath } from '#components/graph/object-link.tsx';
import type { Topology, TopologyNode } from '#components/graph/types.ts';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import { When } from '#components/ui/text.tsx';
import type { useChoice } from './use-choice.ts';

const MAX_CHANGES = 3;
const HOPS = [1, 2, 3];

/** What the panel adds to an object: its open incidents and last changes, its pods, and the focus on what is near it. */
export function ObjectDetails({
  node,
  topology,
  chosen,
}: {
  node: TopologyNode;
  topology: Topology;
  chosen: ReturnType<typeof useChoice>;
}) {
  const { choice, focusOn, expand } = chosen;
  const incidents = topology.incidents.filter(({ id }) => node.incidents?.includes(id));
  const isInFocus = choice.focus?.key === node.key;
  return (
    <>
      {incidents.length > 0 && (
        <div>
          <h3 className="mb-1 text-sm font-medium">{choice.at === undefined ? 'Open incidents' : 'Incidents open then'}</h3>
          <ul className="flex flex-col gap-1 text-sm">
            {incidents.map(({ id, number, title }) => (
              <li key={id} className="break-words">
                <Link href={`/incidents/${id}`} className="link">
                  {number}: {title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <LastChanges node={node} at={choice.at} />
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-1 text-sm font-medium">Show only what is near</legend>
        {HOPS.map((hops) => (
          <Button
            key={hops}
            small
            aria-pressed={isInFocus && choice.focus?.hops === hops}
            look={isInFocus && choice.focus?.hops === hops ? 'primary' : 'secondary'}
            onClick={() => focusOn(node.key, hops)}
          >
            {hops === 1 ? '1 step' : `${hops} steps`}
          </Button>
        ))}
        {choice.focus && (
          <Button small look="quiet" onClick={() => focusOn(undefined)}>
            Show all
          </Button>
        )}
      </fieldset>
      {node.total !== undefined && node.total > 0 && (
        <Button small onClick={() => expand(node.key)}>
          {choice.expanded.has(node.key) ? 'Fold its pods' : 'Show its pods'}
        </Button>
      )}
    </>
  );
}

function LastChanges({ node, at }: { node: TopologyNode; at: number | undefined }) {
  const { data } = useApi<typeof GetResource>(`/api/v1${resourcePath(node.key)}`);
  if (data?.key !== node.key) return null;
  const changes = data.changes.filter((change) => at === undefined || change.at <= at);
  if (changes.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">Last changes</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {changes.slice(0, MAX_CHANGES).map((change) => (
          <li key={change.key} className="break-words">
            {change.kind === node.kind ? '' : `${change.kind} `}
            {change.op} <When ms={change.at} />
            {change.by && <span className="text-ink-2"> by {change.by}</span>}
            {change.fields.length > 0 && (
              <span className="block font-mono text-xs text-ink-2 break-all">
                {change.fields
                  .map(({ path }) => fieldName(path))
                  .slice(0, 3)
                  .join(', ')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
