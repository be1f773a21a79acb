import type { GET as RunQuery } from '#app/api/v1/queries/[id]/rows/route.ts';
import type { DrawnTopology } from '#components/graph/types.ts';
import type { AnswerOf } from '#lib/api/index.ts';

type Answer = AnswerOf<typeof RunQuery>;
type Node = DrawnTopology['nodes'][number];

/**
 * The objects of the rows, each tied to that of the next column of objects; by the relation that the row names, else by the heading of
 * that column. Undefined where rows have fewer than two columns of objects: there is nothing to draw.
 */
export function topologyOf(columns: Answer['columns'], rows: Answer['rows']): DrawnTopology | undefined {
  const objects = columns.filter(({ type }) => type === 'object');
  if (objects.length < 2) return undefined;
  const nodes = new Map<string, Node>();
  const edges = new Map<string, DrawnTopology['edges'][number]>();
  for (const row of rows) {
    let before: Node | undefined;
    for (const { name, title } of objects) {
      const cell = row[name];
      if (typeof cell !== 'object' || cell === null || !('key' in cell)) continue;
      nodes.set(cell.key, cell);
      if (before) {
        const type = typeof row.relation === 'string' ? row.relation : title;
        edges.set(`${before.key} ${type} ${cell.key}`, { from: before.key, to: cell.key, type });
      }
      before = cell;
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
