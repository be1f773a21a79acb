import type { ExportedEdge, ExportedNode, GraphStore } from '../port.ts';

/** The whole export of a client's graph, in its order. */
export async function exported(store: GraphStore, tenantId: string): Promise<(ExportedNode | ExportedEdge)[]> {
  const items: (ExportedNode | ExportedEdge)[] = [];
  for await (const item of store.export(tenantId)) items.push(item);
  return items;
}

/** The keys of exported nodes, and edges as `from -TYPE-> to`. */
export function outline(items: (ExportedNode | ExportedEdge)[]): string[] {
  return items.map((item) => ('node' in item ? item.node.key : `${item.edge.from} -${item.edge.type}-> ${item.edge.to}`));
}
