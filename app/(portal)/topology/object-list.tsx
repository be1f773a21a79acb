import type { TopologyNode } from '#components/graph/layout.ts';
import { ObjectName } from '#components/graph/object-link.tsx';
import { Section } from '#components/ui/page.tsx';
import { Empty, Health } from '#components/ui/state.tsx';

const HEALTH_ORDER = ['failing', 'degraded', 'unknown', 'pending', 'healthy'];

/** The objects of the map as a list, unhealthy ones first: for keyboards, screen readers and phones. */
export function ObjectList({ nodes }: { nodes: readonly TopologyNode[] }) {
  const sorted = [...nodes].sort(
    (a, b) =>
      HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health) ||
      `${a.namespace}/${a.kind}/${a.name}`.localeCompare(`${b.namespace}/${b.kind}/${b.name}`),
  );
  return (
    <Section flush>
      <ul className="divide-y">
        {sorted.map((node) => (
          <li key={node.key} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
            <ObjectName {...node} resourceKey={node.key} />
            <span className="flex items-center gap-3">
              {node.total !== undefined && (
                <span className="text-sm text-ink-2">
                  {node.ready}/{node.total} ready
                </span>
              )}
              <Health health={node.health} />
            </span>
          </li>
        ))}
      </ul>
      {sorted.length === 0 && <Empty title="No matching objects">Try another word in the Find field.</Empty>}
    </Section>
  );
}
