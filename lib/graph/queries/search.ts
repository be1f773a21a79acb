import type { Health } from '#lib/kubernetes/health/index.ts';
import type { GraphRow, GraphStore } from '../port.ts';

/** A resource found by its name. */
export interface FoundResource {
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  cluster: string;
  health: Health;
}

interface Row extends GraphRow {
  key: string;
  kind: string;
  namespace: string | null;
  name: string;
  cluster: string;
  health: Health;
}

/** Live resources whose name holds every word of `text` (its kind or namespace may hold some), the closest names first. */
export async function searchResources(store: GraphStore, tenantId: string, text: string, limit: number): Promise<FoundResource[]> {
  const words = text
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean)
    .slice(0, 8);
  if (words.length === 0) return [];
  const holds = words.map((_, i) => `haystack CONTAINS $word${i}`).join(' AND ');
  const params = Object.fromEntries(words.map((word, i) => [`word${i}`, word]));
  const cypher =
    "MATCH (n:Resource) WHERE n.deletedAt IS NULL WITH n, toLower(n.kind) + ' ' + toLower(coalesce(n.namespace, '')) + ' ' + toLower(n.name) AS haystack " +
    `WHERE ${holds} WITH n, CASE WHEN toLower(n.name) = $last THEN 0 WHEN toLower(n.name) STARTS WITH $last THEN 1 WHEN toLower(n.name) CONTAINS $last THEN 2 ELSE 3 END AS distance ` +
    'RETURN n.key AS key, n.kind AS kind, n.namespace AS namespace, n.name AS name, n.cluster AS cluster, n.health AS health, distance AS distance ' +
    'ORDER BY distance, size(name), key LIMIT $limit';
  const rows = await store.query<Row>(tenantId, cypher, { ...params, last: words.at(-1), limit });
  return rows.map(({ key, kind, namespace, name, cluster, health }) => ({
    key,
    kind,
    ...(namespace !== null && { namespace }),
    name,
    cluster,
    health,
  }));
}
