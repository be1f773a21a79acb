import type { GraphStore, NodeLabel } from '../port.ts';

const AT_ONCE = 1000;

/** When a node of each label became past; live resources have no such time. */
const PAST: [label: NodeLabel, time: string][] = [
  ['Event', 'lastAt'],
  ['LogPattern', 'lastAt'],
  ['Alert', 'lastAt'],
  ['Change', 'at'],
  ['Resource', 'deletedAt'],
  ['Incident', 'closedAt'],
];

/** Removes what was past before `ms` (epoch): evidence last seen, changes made, objects deleted and incidents closed before it. Returns how many nodes went. */
export async function pruneBefore(store: GraphStore, tenantId: string, ms: number): Promise<number> {
  let removed = 0;
  for (const [label, time] of PAST) removed += await deleteWhere(store, tenantId, label, `n.${time} < $ms`, { ms });
  return removed;
}

/** Deletes the nodes `n` of a label for which a condition holds, some at a time. Returns how many went. */
export async function deleteWhere(
  store: GraphStore,
  tenantId: string,
  label: NodeLabel,
  condition: string,
  params: Record<string, unknown>,
): Promise<number> {
  for (let removed = 0; ; ) {
    const rows = await store.query<{ key: string }>(
      tenantId,
      `MATCH (n:${label}) WHERE ${condition} RETURN n.key AS key LIMIT ${AT_ONCE}`,
      params,
    );
    if (rows.length > 0) await store.apply(tenantId, { nodes: [], edges: [], deleteNodes: rows.map(({ key }) => ({ label, key })) });
    removed += rows.length;
    if (rows.length < AT_ONCE) return removed;
  }
}
