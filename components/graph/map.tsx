'use client';

import type { Core, ElementDefinition, StylesheetJson } from 'cytoscape';
import { useEffect, useRef } from 'react';
import type { GET as GetTopology } from '#app/api/v1/topology/route.ts';
import type { AnswerOf } from '#lib/api/index.ts';
import { kindOf } from '#lib/kubernetes/kinds.ts';
import { layout } from './layout.ts';

/** What a map shows of a topology. */
export type DrawnTopology = Pick<AnswerOf<typeof GetTopology>, 'nodes' | 'edges'>;

/** A sign in addition to the colour, so that the state can be read without it. */
const SIGNS: Record<string, string> = { failing: '✕ ', degraded: '! ', pending: '… ', unknown: '? ', healthy: '' };

/** A topology on a canvas, with pan, zoom and selection. The list view is its counterpart for keyboards and screen readers. */
export function TopologyMap({
  topology,
  selected,
  onSelect,
}: {
  topology: DrawnTopology;
  selected: string | undefined;
  onSelect: (key: string | undefined) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const core = useRef<Core>(null);
  const select = useRef(onSelect);
  select.current = onSelect;
  const latest = useRef(topology);
  latest.current = topology;

  useEffect(() => {
    let isUnmounted = false;
    void import('cytoscape').then(({ default: cytoscape }) => {
      if (isUnmounted || !box.current) return;
      const map = cytoscape({
        container: box.current,
        style: styleOf(box.current),
        layout: { name: 'preset' },
        minZoom: 0.1,
        maxZoom: 2.5,
        textureOnViewport: true,
        hideEdgesOnViewport: true,
        autoungrabify: true,
      });
      core.current = map;
      map.on('tap', (event) => select.current(event.target === map || event.target.data('frame') ? undefined : event.target.id()));
      draw(map, latest.current);
      showLargestNamespace(map);
    });
    return () => {
      isUnmounted = true;
      core.current?.destroy();
      core.current = null;
    };
  }, []);

  useEffect(() => {
    if (core.current) draw(core.current, topology);
  }, [topology]);

  useEffect(() => {
    const map = core.current;
    if (!map) return;
    map.elements().removeClass('selected near');
    if (!selected) return;
    const node = map.getElementById(selected);
    node.addClass('selected');
    node.neighborhood().addClass('near');
  }, [selected]);

  return <div ref={box} className="h-[60vh] min-h-80 w-full" aria-hidden />;
}

/** Starts at the largest namespace: the whole of a large cluster would be too small to read. */
function showLargestNamespace(map: Core): void {
  const frames = map.nodes('[?frame]').sort((a, b) => b.data('width') * b.data('height') - a.data('width') * a.data('height'));
  map.fit(frames.first(), 12);
  if (map.zoom() > 1) {
    map.zoom(1);
    map.center(frames.first());
  }
}

/** Updates the canvas to a topology without moving the view. */
function draw(map: Core, topology: DrawnTopology): void {
  const { places, frames } = layout(topology.nodes);
  const elements: ElementDefinition[] = [
    ...frames.map((frame) => ({
      group: 'nodes' as const,
      data: { id: `frame ${frame.id}`, label: frame.label, frame: true, width: frame.width, height: frame.height },
      position: { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 },
      selectable: false,
    })),
    ...topology.nodes.map((node) => ({
      group: 'nodes' as const,
      data: {
        id: node.key,
        label: `${SIGNS[node.health] ?? ''}${node.name}${node.total === undefined ? '' : ` ${node.ready}/${node.total}`}`,
        kind: node.kind,
        health: node.health,
        shape: kindOf(node.kind)?.shape ?? 'round-rectangle',
      },
      position: { ...(places.get(node.key) ?? { x: 0, y: 0 }) },
    })),
    ...topology.edges.map((edge) => ({
      group: 'edges' as const,
      data: { id: `${edge.from} ${edge.type} ${edge.to}`, source: edge.from, target: edge.to, type: edge.type },
    })),
  ];
  const known = new Set(elements.map((element) => element.data.id));
  map.batch(() => {
    map.elements().forEach((element) => {
      if (!known.has(element.id())) element.remove();
    });
    const present = new Set(topology.nodes.map((node) => node.key));
    for (const element of elements) {
      const existing = map.getElementById(element.data.id ?? '');
      if (existing.nonempty()) {
        existing.data(element.data);
        if (element.position) existing.position(element.position);
      } else if (element.group === 'nodes' || (present.has(element.data.source) && present.has(element.data.target))) map.add(element);
    }
  });
}

function styleOf(element: HTMLElement): StylesheetJson {
  // A canvas cannot use CSS variables, so their values in the current theme are read once.
  const colour = (name: string) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const health = (state: string, name: string) => ({
    selector: `node[health = "${state}"]`,
    style: { 'border-color': colour(name), 'border-width': state === 'healthy' ? 1.5 : 4 },
  });
  return [
    {
      selector: 'node[kind]',
      style: {
        shape: 'data(shape)' as never,
        width: 34,
        height: 26,
        'background-color': colour('--surface'),
        'border-color': colour('--line-strong'),
        'border-width': 1.5,
        label: 'data(label)',
        color: colour('--ink'),
        'font-size': 13,
        'text-valign': 'bottom',
        'text-margin-y': 3,
        'text-max-width': '140px',
        'text-wrap': 'ellipsis',
        'min-zoomed-font-size': 7,
      },
    },
    {
      selector: 'node[?frame]',
      style: {
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'background-color': colour('--sunken'),
        'background-opacity': 0.6,
        'border-color': colour('--line'),
        'border-width': 1,
        label: 'data(label)',
        color: colour('--ink-2'),
        'font-size': 18,
        'text-valign': 'top',
        'text-margin-y': -4,
        'z-index': 0,
        events: 'yes',
      },
    },
    health('healthy', '--good'),
    health('degraded', '--warn'),
    health('failing', '--bad'),
    health('pending', '--info'),
    { selector: 'edge', style: { width: 1.2, 'line-color': colour('--line-strong'), opacity: 0.5, 'curve-style': 'haystack' } },
    // There is such an edge from almost every node, so they are drawn for the selected node only.
    { selector: 'edge[type = "RUNS_ON"], edge[type = "USES_ACCOUNT"]', style: { display: 'none' } },
    { selector: '.near', style: { display: 'element', opacity: 1, 'line-color': colour('--accent'), width: 2.5 } },
    { selector: 'node.near', style: { 'border-width': 3 } },
    { selector: 'node.selected', style: { 'border-width': 5, 'border-color': colour('--accent') } },
  ] as StylesheetJson;
}
