import type { Health } from '#lib/kubernetes/health/index.ts';
import type { GraphStore } from '../port.ts';

/** How much a client's graph holds. */
export interface GraphCounts {
  /** Live resources by cluster, kind and health. */
  clusters: { cluster: string; resources: number; kinds: Record<string, number>; health: Partial<Record<Health, number>> }[];
  resources: number;
  deleted: number;
  edges: number;
  events: number;
  logPatterns: number;
  alerts: number;
  changes: number;
}

/** Counts a client's graph. Throws UnknownGraphError. */
export async function counts(store: GraphStore, tenantId: string): Promise<GraphCounts> {
  const count = async (pattern: string) => {
    const [row] = await store.query<{ amount: number }>(tenantId, `MATCH ${pattern} RETURN count(*) AS amount`);
    return row?.amount ?? 0;
  };
  const live = await store.query<{ cluster: string; kind: string; health: Health; amount: number }>(
    tenantId,
    'MATCH (n:Resource) WHERE n.deletedAt IS NULL RETURN n.cluster AS cluster, n.kind AS kind, n.health AS health, count(*) AS amount ORDER BY cluster, kind, health',
  );
  const clusters = new Map<string, GraphCounts['clusters'][number]>();
  for (const { cluster, kind, health, amount } of live) {
    const one = clusters.get(cluster) ?? { cluster, resources: 0, kinds: {}, health: {} };
    one.resources += amount;
    one.kinds[kind] = (one.kinds[kind] ?? 0) + amount;
    one.health[health] = (one.health[health] ?? 0) + amount;
    clusters.set(cluster, one);
  }
  return {
    clusters: [...clusters.values()],
    resources: live.reduce((sum, { amount }) => sum + amount, 0),
    deleted: await count('(n:Resource) WHERE n.deletedAt IS NOT NULL'),
    edges: await count('()-[r]->()'),
    events: await count('(n:Event)'),
    logPatterns: await count('(n:LogPattern)'),
    alerts: await count('(n:Alert)'),
    changes: await count('(n:Change)'),
  };
}
