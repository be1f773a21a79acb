'use client';

import { useState } from 'react';
import { type MapEdge, type MapNode, mapLayout, NODE_HEIGHT, NODE_WIDTH } from './map-layout.ts';
import { type CausalEdge, objectText } from './words.ts';

/** With more edges than this, only those of the selected object are labelled, because the labels would overlap. */
const MAX_LABELLED_EDGES = 8;

/** How the failure propagated from object to object: a map whose objects can be selected, and the same as sentences. */
export function PropagationMap({ chain }: { chain: CausalEdge[] }) {
  const [selected, setSelected] = useState<string>();
  const { nodes, edges, omitted, width, height } = mapLayout(chain);
  const at = new Map(nodes.map((node) => [node.id, node]));
  const touches = (edge: MapEdge) => edge.from === selected || edge.to === selected;
  return (
    <>
      <div className="overflow-x-auto pb-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing with selectable parts is a group, but not a fieldset */}
        <svg
          role="group"
          aria-label="Propagation from the root cause on the left to the failures on the right. The list below contains the same information."
          width={width}
          height={height}
          className="text-ink"
        >
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0L8 4L0 8z" className="fill-line-strong" />
            </marker>
            <marker id="arrow-selected" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0L8 4L0 8z" className="fill-accent" />
            </marker>
          </defs>
          {edges.map((edge) => {
            const [a, b] = [at.get(edge.from), at.get(edge.to)];
            if (!a || !b) return null;
            return (
              <Arrow
                key={`${edge.from} ${edge.to} ${edge.mechanism}`}
                from={a}
                to={b}
                mechanism={edges.length <= MAX_LABELLED_EDGES || touches(edge) ? edge.mechanism : undefined}
                selected={touches(edge)}
              />
            );
          })}
          {nodes.map((node) => (
            <Box
              key={node.id}
              node={node}
              selected={node.id === selected}
              onSelect={() => setSelected(node.id === selected ? undefined : node.id)}
            />
          ))}
        </svg>
      </div>
      {omitted > 0 && (
        <p className="mt-1 text-sm text-ink-2">
          The map shows the first {nodes.length} objects; {omitted} more are only in the list.
        </p>
      )}
      <ol className="mt-3 flex list-decimal flex-col gap-1 pl-6" aria-label="Propagation, step by step">
        {chain.map((edge) => {
          const [from, to] = [objectText(edge.from), objectText(edge.to)];
          const marked = selected !== undefined && (from === selected || to === selected);
          return (
            <li key={`${from} ${to} ${edge.mechanism}`} className={`rounded px-1 break-words ${marked ? 'bg-accent-soft' : ''}`}>
              <span className="font-medium">{from}</span> causes <span className="font-medium">{to}</span> to fail: {edge.mechanism}
              {edge.text && <span className="text-ink-2">. {edge.text}</span>}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Arrow({ from, to, mechanism, selected }: { from: MapNode; to: MapNode; mechanism: string | undefined; selected: boolean }) {
  const [x1, y1, x2, y2] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2, to.x - 2, to.y + NODE_HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return (
    <g>
      <path
        d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
        fill="none"
        className={selected ? 'stroke-accent' : 'stroke-line-strong'}
        strokeWidth={selected ? 2 : 1.5}
        markerEnd={selected ? 'url(#arrow-selected)' : 'url(#arrow)'}
      />
      {mechanism && (
        // An outline in the surface colour keeps the edge from crossing out the label.
        <text
          x={middle}
          y={(y1 + y2) / 2 + 4}
          textAnchor="middle"
          className="fill-ink-2 stroke-surface"
          strokeWidth={6}
          paintOrder="stroke"
          fontSize={11}
        >
          {short(mechanism, 22)}
        </text>
      )}
    </g>
  );
}

function Box({ node, selected, onSelect }: { node: MapNode; selected: boolean; onSelect: () => void }) {
  const { kind, namespace, name } = node.object;
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no buttons
    <g
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      transform={`translate(${node.x} ${node.y})`}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onSelect();
      }}
    >
      <rect
        width={NODE_WIDTH}
        height={NODE_HEIGHT}
        rx={8}
        className={selected ? 'fill-accent-soft stroke-accent' : node.root ? 'fill-bad-soft stroke-bad' : 'fill-surface stroke-line-strong'}
        strokeWidth={selected || node.root ? 2 : 1}
      />
      <text x={12} y={21} className="fill-ink-2" fontSize={11}>
        {short(node.root ? `${kind}, root cause` : kind, 30)}
      </text>
      <text x={12} y={39} className="fill-ink" fontSize={13}>
        {short(namespace ? `${namespace}/${name}` : name, 23)}
      </text>
    </g>
  );
}

/** Shortens a text in the middle: the end of a name distinguishes the pods of a workload. */
function short(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = Math.floor(maxLength / 3);
  return `${text.slice(0, maxLength - 1 - end)}…${text.slice(-end)}`;
}
