import { type CausalEdge, objectText } from './words.ts';

export const NODE_WIDTH = 200;
export const NODE_HEIGHT = 52;
const COLUMN = 340;
const ROW = 76;
const PAD = 8;

export interface MapNode {
  id: string;
  object: CausalEdge['from'];
  /** Whether no other object in the chain causes it to fail. */
  root: boolean;
  x: number;
  y: number;
}

export interface MapEdge {
  from: string;
  to: string;
  mechanism: string;
  text: string;
}

export interface MapLayout {
  nodes: MapNode[];
  edges: MapEdge[];
  /** The number of objects in the chain that are not drawn. */
  omitted: number;
  width: number;
  height: number;
}

/**
 * Arranges the objects of a causal chain in columns: each one column to the right of the most distant object that causes
 * it to fail, and within the column close to its causes. Edges that close a cycle do not move anything. Draws the first
 * `limit` objects of the chain. Sizes in pixels. The same chain always gives the same layout.
 */
export function mapLayout(chain: readonly CausalEdge[], limit = 100): MapLayout {
  const objects = new Map<string, CausalEdge['from']>();
  for (const { from, to } of chain) for (const object of [from, to]) objects.set(objectText(object), object);
  const drawn = [...objects.keys()].slice(0, limit);
  const known = new Set(drawn);
  const edges = chain
    .map(({ from, to, mechanism, text }) => ({ from: objectText(from), to: objectText(to), mechanism, text }))
    .filter(({ from, to }) => known.has(from) && known.has(to));
  const columns = columnsOf(drawn, edges);
  const rows = rowsOf(drawn, edges, columns);
  const reached = new Set(edges.map(({ to }) => to));
  const height = Math.max(0, ...[...rows.values()].map(({ of }) => of));
  const nodes = drawn.flatMap((id): MapNode[] => {
    const object = objects.get(id);
    const place = rows.get(id);
    if (!object || !place) return [];
    const above = (height - place.of) / 2;
    return [{ id, object, root: !reached.has(id), x: PAD + (columns.get(id) ?? 0) * COLUMN, y: PAD + (above + place.row) * ROW }];
  });
  return {
    nodes,
    edges,
    omitted: objects.size - drawn.length,
    width: Math.max(0, ...nodes.map((node) => node.x)) + NODE_WIDTH + PAD,
    height: Math.max(0, ...nodes.map((node) => node.y)) + NODE_HEIGHT + PAD,
  };
}

/** The column of each object: the length of the longest path to it, ignoring edges that close a cycle. */
function columnsOf(ids: readonly string[], edges: readonly MapEdge[]): Map<string, number> {
  const nexts = new Map(ids.map((id) => [id, [] as string[]]));
  for (const { from, to } of edges) nexts.get(from)?.push(to);
  const path = new Set<string>();
  const done = new Set<string>();
  const order: string[] = [];
  const forward: [string, string][] = [];
  function visit(id: string): void {
    path.add(id);
    for (const next of nexts.get(id) ?? []) {
      if (path.has(next)) continue;
      forward.push([id, next]);
      if (!done.has(next)) visit(next);
    }
    path.delete(id);
    done.add(id);
    order.unshift(id);
  }
  for (const id of ids) if (!done.has(id)) visit(id);
  const columns = new Map(ids.map((id) => [id, 0]));
  for (const id of order) {
    for (const [from, to] of forward) {
      if (from === id) columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(id) ?? 0) + 1));
    }
  }
  return columns;
}

/** The row of each object in its column of `of` objects: sorted by the mean row of its causes, then by the order of the chain. */
function rowsOf(
  ids: readonly string[],
  edges: readonly MapEdge[],
  columns: ReadonlyMap<string, number>,
): Map<string, { row: number; of: number }> {
  const rows = new Map<string, { row: number; of: number }>();
  const last = Math.max(0, ...columns.values());
  for (let column = 0; column <= last; column++) {
    const here = ids
      .filter((id) => columns.get(id) === column)
      .map((id) => {
        const before = edges.flatMap(({ from, to }) => (to === id ? (rows.get(from) ?? []) : []));
        // Rows as fractions of their column, so that columns of different lengths can be compared.
        const mean = before.reduce((sum, { row, of }) => sum + (row + 0.5) / of, 0) / (before.length || 1);
        return { id, mean };
      })
      .sort((a, b) => a.mean - b.mean);
    for (const [row, { id }] of here.entries()) rows.set(id, { row, of: here.length });
  }
  return rows;
}
