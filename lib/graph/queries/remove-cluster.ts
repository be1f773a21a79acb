import type { GraphStore, NodeLabel } from '../port.ts';
import { deleteWhere } from './prune.ts';

/** When each label was last heard of. Incidents stay: they are the history of the client. */
const LAST_HEARD: [label: NodeLabel, time: string][] = [
  ['Resource', 'lastSeen'],
  ['Event', 'lastAt'],
  ['LogPattern', 'lastAt'],
  ['Alert', 'lastAt'],
  ['Change', 'at'],
];

/** Removes what a graph holds of a cluster and was last heard of before `ms` (epoch). Returns how many nodes went. */
export async function removeClusterBefore(store: GraphStore, tenantId: string, cluster: string, ms: number): Promise<number> {
  let removed = 0;
  for (const [label, time] of LAST_HEARD)
    removed += await deleteWhere(store, tenantId, label, `n.cluster = $cluster AND n.${time} < $ms`, { cluster, ms });
  return removed;
}
