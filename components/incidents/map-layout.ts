import { type CausalEdge, objectText } from './words.ts';

export const NODE_WIDTH = 200;
export const NODE_HEIGHT = 52;
const COLUMN = 300;
const ROW = 76;
const PAD = 8;

export interface MapNode {
  id: string;
  kind: string;
  name: string;
  x: number;
  y: number;
}

/**
 * Places the objects of a causal chain in columns, each as far right as the longest way from the root to it, in the
 * order of the chain from top to bottom. A circle in the chain ends where it began. At most `most` nodes.
 */
export function mapLayout(
  chain: readonly CausalEdge[],
  most = 100,
): { nodes: MapNode[]; edges: { from: string; to: string; mechanism: string }[]; width: number; height: number } {
  const column = new Map<string, number>();
  const objects = new Map<string, CausalEdge['from']>();
  for (const { from, to } of chain) {
    for (const object of [from, to]) if (objects.size < most) objects.set(objectText(object), object);
  }
  for (const id of objects.keys()) column.set(id, 0);
  // As many rounds as there are nodes find every longest way; a circle stops moving at the bound.
  for (let round = 0; round < objects.size; round++) {
    let moved = false;
    for (const { from, to } of chain) {
      const [a, b] = [column.get(objectText(from)), column.get(objectText(to))];
      if (a === undefined || b === undefined || b > a || a + 1 >= objects.size) continue;
      column.set(objectText(to), a + 1);
      moved = true;
    }
    if (!moved) break;
  }
  const filled = new Map<number, number>();
  const nodes = [...objects].map(([id, object]): MapNode => {
    const at = column.get(id) ?? 0;
    const row = filled.get(at) ?? 0;
    filled.set(at, row + 1);
    return {
      id,
      kind: object.kind,
      name: object.namespace ? `${object.namespace}/${object.name}` : object.name,
      x: PAD + at * COLUMN,
      y: PAD + row * ROW,
    };
  });
  const edges = chain
    .map(({ from, to, mechanism }) => ({ from: objectText(from), to: objectText(to), mechanism }))
    .filter(({ from, to }) => objects.has(from) && objects.has(to));
  return {
    nodes,
    edges,
    width: Math.max(0, ...nodes.map((node) => node.x)) + NODE_WIDTH + PAD,
    height: Math.max(0, ...nodes.map((node) => node.y)) + NODE_HEIGHT + PAD,
  };
}
