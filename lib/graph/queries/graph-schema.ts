import { type GraphStore, NODE_LABELS } from '../port.ts';

/** Nodes or edges of a label or type whose properties are looked at. */
const SAMPLE = 2_000;

/** What a client's graph holds: what a query can ask for. */
export interface GraphSchema {
  /** Labels of nodes, how many nodes have each, and the properties that some of these have. */
  labels: { label: string; amount: number; properties: string[] }[];
  /** Kinds of resources, each of which is a label too. */
  kinds: { label: string; amount: number }[];
  relations: { type: string; amount: number; properties: string[] }[];
}

/** Describes a client's graph; properties are those of the first 2,000 of each. Throws UnknownGraphError. */
export async function graphSchema(store: GraphStore, tenantId: string): Promise<GraphSchema> {
  const propertiesOf = async (pattern: string, name: string) => {
    const rows = await store.query<{ property: string }>(
      tenantId,
      `MATCH ${pattern} WITH ${name} LIMIT ${SAMPLE} UNWIND keys(${name}) AS property RETURN DISTINCT property AS property ORDER BY property`,
    );
    return rows.map(({ property }) => property);
  };
  const labels: GraphSchema['labels'] = [];
  for (const label of NODE_LABELS) {
    const [found] = await store.query<{ amount: number }>(tenantId, `MATCH (n:${label}) RETURN count(*) AS amount`);
    if (found?.amount) labels.push({ label, amount: found.amount, properties: await propertiesOf(`(n:${label})`, 'n') });
  }
  const kinds = await store.query<{ label: string; amount: number }>(
    tenantId,
    'MATCH (n:Resource) WHERE n.kind IS NOT NULL RETURN n.kind AS label, count(*) AS amount ORDER BY label',
  );
  const types = await store.query<{ type: string; amount: number }>(
    tenantId,
    'MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS amount ORDER BY type',
  );
  const relations: GraphSchema['relations'] = [];
  for (const { type, amount } of types) relations.push({ type, amount, properties: await propertiesOf(`()-[r:${type}]->()`, 'r') });
  return { labels, kinds, relations };
}
