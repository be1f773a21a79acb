import type { Health } from '#lib/kubernetes/health/index.ts';
import type { GraphStore } from '../port.ts';

/** What a summary counts: what people run, and what it runs on. */
const COUNTED = { workload: ['Deployment', 'StatefulSet', 'DaemonSet'], node: ['Node'] } as const;

/** The live objects of one sort in one cluster, by health. */
export interface HealthCount {
  cluster: string;
  sort: keyof typeof COUNTED;
  health: Health;
  objects: number;
}

/** How many workloads and nodes of each cluster are in which health. */
export async function healthCounts(store: GraphStore, tenantId: string): Promise<HealthCount[]> {
  const counts = new Map<string, HealthCount>();
  for (const sort of Object.keys(COUNTED) as HealthCount['sort'][])
    for (const kind of COUNTED[sort]) {
      const rows = await store.query<{ cluster: string; health: Health; objects: number }>(
        tenantId,
        `MATCH (n:${kind}) WHERE n.deletedAt IS NULL RETURN n.cluster AS cluster, n.health AS health, count(n) AS objects`,
      );
      for (const { cluster, health, objects } of rows) {
        const key = `${cluster} ${sort} ${health}`;
        counts.set(key, { cluster, sort, health, objects: (counts.get(key)?.objects ?? 0) + objects });
      }
    }
  return [...counts.values()];
}
