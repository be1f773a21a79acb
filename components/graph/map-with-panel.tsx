'use client';

import Link from 'next/link';
import { buttonClass } from '../ui/button.tsx';
import { Health } from '../ui/state.tsx';
import { type DrawnTopology, TopologyMap } from './map.tsx';
import { ObjectName, resourcePath } from './object-link.tsx';

const MAX_RELATIONS = 30;

/** The map, and beside it the selected object with its health and relations. */
export function MapWithPanel({
  topology,
  selected,
  onSelect,
}: {
  topology: DrawnTopology;
  selected: string | undefined;
  onSelect: (key: string | undefined) => void;
}) {
  const node = topology.nodes.find((one) => one.key === selected);
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="overflow-hidden rounded-lg border bg-surface">
        <TopologyMap topology={topology} selected={selected} onSelect={onSelect} />
        <p className="border-t px-4 py-2 text-sm text-ink-2">
          ✕ failing, ! degraded, … pending, ? unknown. Circles are Services, rectangles are workloads, hexagons are Nodes. The list view
          shows the same objects as text.
        </p>
      </div>
      <aside aria-label="Selected object" className="rounded-lg border bg-surface p-4">
        {node ? (
          <div className="flex flex-col gap-3">
            <h2 className="font-semibold break-words">
              <ObjectName {...node} />
            </h2>
            <Health health={node.health} />
            {node.healthReason && <p className="break-words">{node.healthReason}</p>}
            {node.total !== undefined && (
              <p>
                {node.ready} of {node.total} pods ready
              </p>
            )}
            {node.missingRefs && node.missingRefs.length > 0 && (
              <p className="break-words text-bad">References missing objects: {node.missingRefs.join(', ')}</p>
            )}
            <Relations topology={topology} of={node.key} onSelect={onSelect} />
            <Link href={resourcePath(node.key)} className={buttonClass('secondary', true)}>
              Open
            </Link>
          </div>
        ) : (
          <p className="text-ink-2">Select an object on the map to see its health and relations.</p>
        )}
      </aside>
    </div>
  );
}

function Relations({ topology, of, onSelect }: { topology: DrawnTopology; of: string; onSelect: (key: string) => void }) {
  const nodes = new Map(topology.nodes.map((node) => [node.key, node]));
  const edges = topology.edges.filter(({ from, to }) => from === of || to === of).slice(0, MAX_RELATIONS);
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {edges.map(({ from, type, to }) => {
        const other = nodes.get(from === of ? to : from);
        return (
          other && (
            <li key={`${from}${type}${to}`} className="break-words">
              <span className="text-ink-2">{from === of ? type : `${type} by`}</span>{' '}
              <button type="button" className="text-left hover:underline" onClick={() => onSelect(other.key)}>
                {other.kind} {other.name}
              </button>
            </li>
          )
        );
      })}
    </ul>
  );
}
