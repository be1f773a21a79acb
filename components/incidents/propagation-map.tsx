import { mapLayout, NODE_HEIGHT, NODE_WIDTH } from './map-layout.ts';
import { type CausalEdge, objectText } from './words.ts';

/** How the trouble went from object to object: a drawing, and the same in sentences. */
export function PropagationMap({ chain }: { chain: CausalEdge[] }) {
  const { nodes, edges, width, height } = mapLayout(chain);
  const at = new Map(nodes.map((node) => [node.id, node]));
  return (
    <>
      <div
        role="img"
        aria-label="Propagation from the root cause at the left to what fails at the right; the list below says the same"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto"
      >
        <svg width={width} height={height} aria-hidden="true" className="text-ink">
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0L8 4L0 8z" className="fill-line-strong" />
            </marker>
          </defs>
          {edges.map(({ from, to, mechanism }) => {
            const [a, b] = [at.get(from), at.get(to)];
            if (!a || !b) return null;
            const [x1, y1, x2, y2] = [a.x + NODE_WIDTH, a.y + NODE_HEIGHT / 2, b.x - 2, b.y + NODE_HEIGHT / 2];
            const middle = (x1 + x2) / 2;
            return (
              <g key={`${from} ${to} ${mechanism}`}>
                <path
                  d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
                  fill="none"
                  className="stroke-line-strong"
                  strokeWidth={1.5}
                  markerEnd="url(#arrow)"
                />
                <text x={middle} y={(y1 + y2) / 2 - 5} textAnchor="middle" className="fill-ink-2" fontSize={11}>
                  {short(mechanism, 18)}
                </text>
              </g>
            );
          })}
          {nodes.map((node, i) => (
            <g key={node.id} transform={`translate(${node.x} ${node.y})`}>
              <title>{node.id}</title>
              <rect
                width={NODE_WIDTH}
                height={NODE_HEIGHT}
                rx={8}
                className={i === 0 ? 'fill-bad-soft stroke-bad' : 'fill-surface stroke-line-strong'}
                strokeWidth={i === 0 ? 2 : 1}
              />
              <text x={12} y={21} className="fill-ink-2" fontSize={11}>
                {i === 0 ? `${node.kind}, the root` : node.kind}
              </text>
              <text x={12} y={39} className="fill-ink" fontSize={13}>
                {short(node.name, 25)}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <ol className="mt-4 flex list-decimal flex-col gap-1 pl-5">
        {chain.map((edge) => (
          <li key={`${objectText(edge.from)} ${objectText(edge.to)} ${edge.mechanism}`} className="break-words">
            {edge.text || `${objectText(edge.from)} makes ${objectText(edge.to)} fail by ${edge.mechanism}.`}
          </li>
        ))}
      </ol>
    </>
  );
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
