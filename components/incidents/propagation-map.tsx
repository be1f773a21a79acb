'use client';

import { useState } from 'react';
import { type MapEdge, type MapNode, mapLayout, NODE_HEIGHT, NODE_WIDTH } from './map-layout.ts';
import { type CausalEdge, objectText } from './words.ts';

/** With more edges than this only those of the chosen object bear their mechanism: more words would cover each other. */
const WORDED_EDGES = 8;

/** How the trouble went from object to object: a drawing whose objects can be chosen, and the same in sentences. */
export function PropagationMap({ chain }: { chain: CausalEdge[] }) {
  const [chosen, setChosen] = useState<string>();
  const { nodes, edges, left, width, height } = mapLayout(chain);
  const at = new Map(nodes.map((node) => [node.id, node]));
  const touches = (edge: MapEdge) => edge.from === chosen || edge.to === chosen;
  return (
    <>
      <div className="overflow-x-auto pb-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose parts can be chosen is a group, and no fieldset */}
        <svg
          role="group"
          aria-label="Propagation, from the root cause at the left to what fails at the right. The list below says the same."
          width={width}
          height={height}
          className="text-ink"
        >
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0L8 4L0 8z" className="fill-line-strong" />
            </marker>
            <marker id="arrow-chosen" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
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
                mechanism={edges.length <= WORDED_EDGES || touches(edge) ? edge.mechanism : undefined}
                chosen={touches(edge)}
              />
            );
          })}
          {nodes.map((node) => (
            <Box
              key={node.id}
              node={node}
              chosen={node.id === chosen}
              onChoose={() => setChosen(node.id === chosen ? undefined : node.id)}
            />
          ))}
        </svg>
      </div>
      {left > 0 && (
        <p className="mt-1 text-sm text-ink-2">
          The first {nodes.length} objects are drawn; {left} more are in the list only.
        </p>
      )}
      <ol className="mt-3 flex list-decimal flex-col gap-1 pl-6" aria-label="Propagation, step by step">
        {chain.map((edge) => {
          const [from, to] = [objectText(edge.from), objectText(edge.to)];
          const marked = chosen !== undefined && (from === chosen || to === chosen);
          return (
            <li key={`${from} ${to} ${edge.mechanism}`} className={`rounded px-1 break-words ${marked ? 'bg-accent-soft' : ''}`}>
              <span className="font-medium">{from}</span> makes <span className="font-medium">{to}</span> fail by {edge.mechanism}
              {edge.text && <span className="text-ink-2">: {edge.text}</span>}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Arrow({ from, to, mechanism, chosen }: { from: MapNode; to: MapNode; mechanism: string | undefined; chosen: boolean }) {
  const [x1, y1, x2, y2] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2, to.x - 2, to.y + NODE_HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return (
    <g>
      <path
        d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
        fill="none"
        className={chosen ? 'stroke-accent' : 'stroke-line-strong'}
        strokeWidth={chosen ? 2 : 1.5}
        markerEnd={chosen ? 'url(#arrow-chosen)' : 'url(#arrow)'}
      />
      {mechanism && (
        // A rim in the colour of the surface keeps the line from striking the words through.
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

function Box({ node, chosen, onChoose }: { node: MapNode; chosen: boolean; onChoose: () => void }) {
  const { kind, namespace, name } = node.object;
  return (
    // biome-ignore lint/a11y/useSemanticElements: HTML buttons do not exist in a drawing
    <g
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      transform={`translate(${node.x} ${node.y})`}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onChoose();
      }}
    >
      <rect
        width={NODE_WIDTH}
        height={NODE_HEIGHT}
        rx={8}
        className={chosen ? 'fill-accent-soft stroke-accent' : node.root ? 'fill-bad-soft stroke-bad' : 'fill-surface stroke-line-strong'}
        strokeWidth={chosen || node.root ? 2 : 1}
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

/** A long name keeps its end, which tells pods of one workload apart. */
function short(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 3);
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`;
}
