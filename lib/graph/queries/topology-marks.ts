import type { GraphRow, GraphStore } from '../port.ts';
import type { OpenIncident, TopologyQuery } from './topology-types.ts';

/** The most incidents and changed objects that are marked, the latest first, and how far an incident is followed from its causes. */
const MAX_INCIDENTS = 100;
const MAX_CHANGED = 5_000;
const MAX_HOPS = 6;

/** What is marked in a picture: the recent changes and the open incidents, by the key of the object that is shown. */
export interface Marks {
  incidents: OpenIncident[];
  incidentsOf: Map<string, Set<string>>;
  changedAt: Map<string, number>;
}

type Read = <Row extends GraphRow>(cypher: string, params: Record<string, unknown>) => Promise<Row[]>;

/** Reads the recent changes and the incidents that were open at the time of a picture. `root` tells into what an object was folded. */
export async function readMarks(store: GraphStore, tenantId: string, query: TopologyQuery, root: (key: string) => string): Promise<Marks> {
  const read: Read = (cypher, params) => store.query(tenantId, cypher, params);
  const { incidents, reached } = await openIncidents(read, query);
  const marks: Marks = { incidents, incidentsOf: new Map(), changedAt: new Map() };
  for (const { key, id } of reached) {
    const shown = root(key);
    marks.incidentsOf.set(shown, (marks.incidentsOf.get(shown) ?? new Set()).add(id));
  }
  for (const { key, last } of await changed(read, query)) {
    const shown = root(key);
    marks.changedAt.set(shown, Math.max(marks.changedAt.get(shown) ?? 0, last));
  }
  return marks;
}

async function changed(read: Read, { cluster, at, changedSince }: TopologyQuery): Promise<{ key: string; last: number }[]> {
  if (changedSince === undefined) return [];
  const cypher =
    `MATCH (c:Change)-[:CHANGED]->(n:Resource) WHERE c.at > $since AND c.at <= $until ${cluster === undefined ? '' : 'AND c.cluster = $cluster'} ` +
    `RETURN n.key AS key, max(c.at) AS last ORDER BY last DESC, key LIMIT ${MAX_CHANGED}`;
  return read(cypher, { since: changedSince, until: at ?? Number.MAX_SAFE_INTEGER, cluster: cluster ?? '' });
}

/** The incidents open at a time, and which objects each reaches: its causes, and along its chain what they broke. */
async function openIncidents(read: Read, { cluster, at }: TopologyQuery) {
  const open = at === undefined ? 'i.closedAt IS NULL' : 'i.openedAt <= $at AND (i.closedAt IS NULL OR i.closedAt > $at)';
  const incidents = await read<OpenIncident & GraphRow>(
    `MATCH (i:Incident) WHERE ${open} ${cluster === undefined ? '' : 'AND i.cluster = $cluster'} ` +
      `RETURN i.key AS id, i.number AS number, i.title AS title, i.openedAt AS openedAt ORDER BY openedAt DESC, id LIMIT ${MAX_INCIDENTS}`,
    { at: at ?? 0, cluster: cluster ?? '' },
  );
  const ids = incidents.map(({ id }) => id);
  const reached = new Map<string, { key: string; id: string }>();
  let next =
    ids.length === 0
      ? []
      : await read<{ key: string; id: string }>(
          'UNWIND $ids AS id MATCH (i:Incident {key: id})-[:ROOT_CAUSE]->(n:Resource) RETURN DISTINCT n.key AS key, id AS id',
          { ids },
        );
  for (let hop = 0; next.length > 0 && hop < MAX_HOPS; hop++) {
    const fresh = next.filter(({ key, id }) => !reached.has(`${id} ${key}`));
    for (const one of fresh) reached.set(`${one.id} ${one.key}`, one);
    if (fresh.length === 0) break;
    next = await read<{ key: string; id: string }>(
      'UNWIND $keys AS key MATCH (a:Resource {key: key})-[r:CAUSES]->(b:Resource) WHERE r.incident IN $ids RETURN DISTINCT b.key AS key, r.incident AS id',
      { keys: [...new Set(fresh.map(({ key }) => key))], ids },
    );
  }
  return { incidents: incidents.map(({ id, number, title }) => ({ id, number, title })), reached: [...reached.values()] };
}
