import { useState } from 'react';
import { worstFirst } from '#components/graph/drawing.ts';
import { ObjectName } from '#components/graph/object-link.tsx';
import type { TopologyNode } from '#components/graph/types.ts';
import { Button } from '#components/ui/button.tsx';
import { amount, count } from '#components/ui/format.ts';
import { Section } from '#components/ui/page.tsx';
import { Badge, Empty, Health } from '#components/ui/state.tsx';

const PAGE = 100;

/** The objects of the map as a list, the worst first: for keyboards, screen readers and phones. */
export function ObjectList({ nodes, incidents }: { nodes: readonly TopologyNode[]; incidents: ReadonlyMap<string, number> }) {
  const [shown, setShown] = useState(PAGE);
  const sorted = nodes.toSorted(worstFirst);
  if (sorted.length === 0) {
    return (
      <Section>
        <Empty title="No object fits">Change what is in the fields Find and Hide, or select another namespace.</Empty>
      </Section>
    );
  }
  return (
    <Section flush>
      <ul aria-label="Objects" className="divide-y">
        {sorted.slice(0, shown).map((node) => (
          <li key={node.key} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
            <div className="min-w-0">
              <ObjectName kind={node.kind} namespace={node.namespace} name={node.name} resourceKey={node.key} />
              {node.healthReason && <p className="text-sm break-words text-ink-2">{node.healthReason}</p>}
            </div>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
              {node.total !== undefined && (
                <span>
                  {node.ready}/{node.total} ready
                </span>
              )}
              {node.restarts !== undefined && <span>{amount(node.restarts, 'restart')}</span>}
              {node.changedAt !== undefined && <Badge tone="info">Changed</Badge>}
              {node.incidents?.map((id) => incidents.has(id) && <Badge key={id} tone="bad">{`Incident ${incidents.get(id)}`}</Badge>)}
              <Health health={node.health} />
            </div>
          </li>
        ))}
      </ul>
      {shown < sorted.length && (
        <div className="flex items-center justify-between gap-3 border-t p-3">
          <span className="text-sm text-ink-2">
            {count(shown)} of {count(sorted.length)}
          </span>
          <Button small onClick={() => setShown(shown + PAGE)}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  );
}
