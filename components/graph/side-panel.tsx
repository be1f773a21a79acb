'use client';

import type { ReactNode } from 'react';
import { HEALTH_ORDER } from '#lib/kubernetes/health/order.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { amount } from '../ui/format.ts';
import { Link } from '../ui/link.tsx';
import { Health } from '../ui/state.tsx';
import { type DrawnGroup, groupOf, worstFirst } from './drawing.ts';
import { ObjectName, resourcePath } from './object-link.tsx';
import { relationWord } from './relation-words.ts';
import type { DrawnTopology, TopologyNode } from './types.ts';

const MAX_RELATIONS = 30;
const MAX_OBJECTS = 12;

/** An object: its health, what the page adds (`details`), and its relations. */
export function ObjectPanel({
  topology,
  node,
  onSelect,
  details,
}: {
  topology: DrawnTopology;
  node: TopologyNode;
  onSelect: (key: string) => void;
  details?: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-3">
      <h2 className="font-semibold break-words">
        <ObjectName kind={node.kind} namespace={node.namespace} name={node.name} />
      </h2>
      <div>
        <Health health={node.health} />
      </div>
      {node.healthReason && <p className="break-words">{node.healthReason}</p>}
      {node.total !== undefined && (
        <p>
          {node.ready} of {node.total} pods ready
        </p>
      )}
      {node.restarts !== undefined && <p>{amount(node.restarts, 'restart')} of containers</p>}
      {node.missingRefs && node.missingRefs.length > 0 && (
        <p className="break-words text-bad">References missing objects: {node.missingRefs.join(', ')}</p>
      )}
      <Link href={resourcePath(node.key)} className={buttonClass('primary', true)}>
        Open its page
      </Link>
      {details}
      <Relations topology={topology} of={node.key} onSelect={onSelect} />
    </div>
  );
}

function Relations({ topology, of, onSelect }: { topology: DrawnTopology; of: string; onSelect: (key: string) => void }) {
  const nodes = new Map(topology.nodes.map((node) => [node.key, node]));
  const edges = topology.edges.filter(({ from, to }) => from === of || to === of);
  if (edges.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">Relations</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {edges.slice(0, MAX_RELATIONS).map(({ from, type, to }) => {
          const other = nodes.get(from === of ? to : from);
          return (
            other && (
              <li key={`${from}${type}${to}`} className="break-words">
                <span className="text-ink-2">{relationWord(type, from === of ? 'out' : 'in')}</span>{' '}
                <ObjectButton node={other} onSelect={onSelect} />
              </li>
            )
          );
        })}
      </ul>
      {edges.length > MAX_RELATIONS && <p className="text-sm text-ink-2">And {edges.length - MAX_RELATIONS} more, on its page.</p>}
    </div>
  );
}

/** A group: how many objects of each state it has, and the worst of them. */
export function GroupPanel({
  topology,
  group,
  onSelect,
  onToggle,
}: {
  topology: DrawnTopology;
  group: DrawnGroup;
  onSelect: (key: string) => void;
  onToggle: () => void;
}) {
  const members = topology.nodes.filter((node) => groupOf(node) === group.id).sort(worstFirst);
  return (
    <div className="flex flex-col gap-3">
      <h2 className="font-semibold break-words">
        {group.namespace !== undefined && <span className="text-ink-2">Namespace </span>}
        {group.label}
      </h2>
      <ul className="flex flex-col gap-1">
        {HEALTH_ORDER.filter((health) => group.counts[health]).map((health) => (
          <li key={health} className="flex items-center justify-between gap-2">
            <Health health={health} />
            {group.counts[health]}
          </li>
        ))}
      </ul>
      {(group.folded > 0 || group.isOpen) && (
        <Button small onClick={onToggle}>
          {group.isOpen ? 'Fold the healthy objects' : `Show all ${amount(group.total, 'object')}`}
        </Button>
      )}
      <ul className="flex flex-col gap-1 text-sm">
        {members.slice(0, MAX_OBJECTS).map((node) => (
          <li key={node.key} className="break-words">
            <ObjectButton node={node} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {members.length > MAX_OBJECTS && <p className="text-sm text-ink-2">The list view shows all of them.</p>}
    </div>
  );
}

function ObjectButton({ node, onSelect }: { node: TopologyNode; onSelect: (key: string) => void }) {
  return (
    <button type="button" className="max-w-full text-left break-words hover:underline" onClick={() => onSelect(node.key)}>
      {node.kind} {node.name}
      {node.health !== 'healthy' && <span className="text-ink-2">, {node.health}</span>}
    </button>
  );
}
