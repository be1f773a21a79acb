'use client';

import { type ReactNode, useMemo, useState } from 'react';
import { amount } from '../ui/format.ts';
import { type DrawingChoice, drawingOf, restId } from './drawing.ts';
import { frameId } from './elements.ts';
import { Legend } from './legend.tsx';
import { type MapProps, TopologyMap } from './map.tsx';
import { GroupPanel, ObjectPanel } from './side-panel.tsx';
import type { DrawnTopology, TopologyNode } from './types.ts';

const NO_INCIDENTS: ReadonlyMap<string, number> = new Map();

/** What a page that lets people choose more than an object gives to the map. */
export interface MapOptions extends Pick<MapProps, 'found' | 'centred' | 'viewOf'> {
  /** Groups that are not as they are at first. */
  toggled: ReadonlySet<string>;
  onToggle: (group: string) => void;
  /** Workloads whose pods are shown. */
  expanded: ReadonlySet<string>;
  onExpand: (key: string) => void;
  focus: DrawingChoice['focus'];
  incidents: ReadonlyMap<string, number>;
  /** What the panel shows of an object besides its health and relations. */
  details: (node: TopologyNode) => ReactNode;
}

/** A set with an item that it lacked, or without one that it had. */
export function flipped(set: ReadonlySet<string>, item: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** The map, and beside it what is selected: an object or a group. */
export function MapWithPanel({
  topology,
  selected,
  onSelect,
  options,
}: {
  topology: DrawnTopology;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  options?: MapOptions;
}) {
  const [ownToggled, setOwnToggled] = useState<ReadonlySet<string>>(new Set());
  const { found, expanded, focus } = options ?? {};
  const toggled = options?.toggled ?? ownToggled;
  const drawing = useMemo(
    () =>
      drawingOf(topology, {
        toggled,
        always: new Set([...(found ?? []), ...(selected ? [selected] : [])]),
        focus,
        ...(expanded && { expanded }),
      }),
    [topology, toggled, found, selected, focus, expanded],
  );
  const toggle = (group: string) => (options ? options.onToggle(group) : setOwnToggled(flipped(ownToggled, group)));
  const node = topology.nodes.find((one) => one.key === selected);
  const group = drawing.groups.find(({ id }) => frameId(id) === selected || restId(id) === selected);

  function open(id: string): void {
    const of = drawing.groups.find((one) => id === frameId(one.id) || id === restId(one.id));
    if (of) toggle(of.id);
    else if (topology.nodes.some(({ key, total }) => key === id && total)) options?.onExpand(id);
  }

  const failing = topology.nodes.filter(({ health }) => health === 'failing').length;
  return (
    <div className="grid grid-cols-1 gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="min-w-0 overflow-hidden rounded-lg border bg-surface">
        <TopologyMap
          drawing={drawing}
          incidents={options?.incidents ?? NO_INCIDENTS}
          found={found}
          selected={selected}
          onSelect={onSelect}
          onOpen={open}
          centred={options?.centred}
          viewOf={options?.viewOf ?? ''}
          label={`Map of ${amount(topology.nodes.length, 'object')}, ${failing} failing. Arrow keys select, Enter opens, plus and minus zoom, 0 fits. The list shows the same as text.`}
        />
      </div>
      <aside
        aria-label="Selected object"
        aria-live="polite"
        className="rounded-lg border bg-surface p-4 lg:row-span-2 lg:max-h-[calc(62vh+8rem)] lg:overflow-y-auto"
      >
        {node && <ObjectPanel topology={topology} node={node} onSelect={onSelect} details={options?.details(node)} />}
        {group && <GroupPanel topology={topology} group={group} onSelect={onSelect} onToggle={() => toggle(group.id)} />}
        {!node && !group && <p className="text-ink-2">Select an object or a namespace on the map to see its health and its relations.</p>}
      </aside>
      <Legend nodes={topology.nodes} />
    </div>
  );
}
