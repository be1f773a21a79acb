import type { Health } from '#lib/kubernetes/health/index.ts';
import { RELATION_TYPES, type RelationType } from '#lib/kubernetes/references.ts';
import { maxHolders } from '#lib/kubernetes/relation-bounds.ts';
import { healthThen } from '../health-history.ts';
import type { GraphRow, GraphStore } from '../port.ts';
import { type LinkRow, readLinks, readLinksOf } from '../read-links.ts';
import { rowsByKey } from './rows.ts';
import type { TopologyEdge, TopologyQuery } from './topology-types.ts';

/** The most nodes and relations that are read for one picture, the unhealthy nodes first. */
const MAX_NODES_READ = 30_000;
const MAX_EDGES_READ = 50_000;
const KEYS_AT_ONCE = 2_000;

/** A resource as it was at the time of the picture. `isKnown`: its health then is known. */
export interface NodeRow extends GraphRow {
  key: string;
  kind: string;
  namespace: string | null;
  name: string;
  cluster: string;
  health: Health;
  reason: string | null;
  missing: string[] | null;
  lastSeen: number;
  history: string[] | null;
  restarts: number | null;
  isKnown: boolean;
}

/** Relations that the pods of a workload have in common with its template. */
const OF_TEMPLATES: RelationType[] = RELATION_TYPES.filter(
  (type) => !['OWNS', 'RUNS_ON', 'SELECTS', 'RESTRICTS', 'MOUNTS', 'CALLS'].includes(type),
);
/** Cypher: a node lived at the time of the picture, and what is read of it. */
const liveAt = ({ at }: TopologyQuery) =>
  at === undefined ? 'n.deletedAt IS NULL' : 'n.firstSeen <= $at AND (n.deletedAt IS NULL OR n.deletedAt > $at)';
const columns = ({ at }: TopologyQuery) =>
  'n.key AS key, n.kind AS kind, n.namespace AS namespace, n.name AS name, n.cluster AS cluster, n.health AS health, n.healthReason AS reason, ' +
  `n.missingRefs AS missing, n.lastSeen AS lastSeen, n.restarts AS restarts${at === undefined ? '' : ', n.healthHistory AS history'}`;

/** The resources that lived at the time of the picture, with their health then; those of a namespace alone where one is asked for. */
export async function liveNodes(store: GraphStore, tenantId: string, query: TopologyQuery, notes: string[]): Promise<NodeRow[]> {
  const { cluster, namespace, at } = query;
  const conditions = [
    ...['n.key > $after', liveAt(query)],
    ...(cluster === undefined ? [] : ['n.cluster = $cluster']),
    ...(namespace === undefined ? [] : ['n.namespace = $namespace']),
  ];
  const params = { cluster: cluster ?? '', namespace: namespace ?? '', at: at ?? 0 };
  const rows: NodeRow[] = [];
  for (const health of ["(n.health IS NULL OR n.health <> 'healthy')", "n.health = 'healthy'"]) {
    const cypher = `MATCH (n:Resource) WHERE ${[...conditions, health].join(' AND ')} RETURN ${columns(query)} ORDER BY key`;
    for await (const row of rowsByKey<NodeRow>(store, tenantId, cypher, params)) {
      if (rows.length >= MAX_NODES_READ) {
        notes.push(`More than ${MAX_NODES_READ} objects: some healthy ones are left out. Choose a cluster to see more of it.`);
        return rows;
      }
      rows.push(at === undefined ? { ...row, isKnown: true } : asOf(row, at));
    }
  }
  return rows;
}

/** A resource as it was at a time: its health from the history, and what is kept of now only where nothing has changed since. */
function asOf(row: NodeRow, at: number): NodeRow {
  const isUnchanged = row.lastSeen <= at;
  const then = healthThen(row.history, at);
  const last = healthThen(row.history, Number.POSITIVE_INFINITY);
  if (isUnchanged && then?.at === last?.at) return { ...row, isKnown: true };
  const left = { ...row, restarts: isUnchanged ? row.restarts : null, missing: null };
  return then
    ? { ...left, health: then.state, reason: then.reason ?? null, isKnown: true }
    : { ...left, health: 'unknown', reason: null, isKnown: false };
}

/** Resources by their keys, as far as they lived at the time of the picture. */
export async function liveNodesOf(store: GraphStore, tenantId: string, query: TopologyQuery, keys: readonly string[]): Promise<NodeRow[]> {
  const cypher = `UNWIND $keys AS key MATCH (n:Resource {key: key}) WHERE ${liveAt(query)} RETURN ${columns(query)}`;
  const rows: NodeRow[] = [];
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const found = await store.query<NodeRow>(tenantId, cypher, { keys: keys.slice(from, from + KEYS_AT_ONCE), at: query.at ?? 0 });
    rows.push(...found.map((row) => (query.at === undefined ? { ...row, isKnown: true } : asOf(row, query.at))));
  }
  return rows;
}

/** Which relations of a picture are read: those of all nodes, or those with an end among some, at one end or the other. */
interface Links {
  types: readonly RelationType[];
  nodes: readonly NodeRow[];
  /** Further conditions on `a`, `r` and `b`, with their parameters. */
  where?: readonly string[];
  params?: Record<string, unknown>;
  end?: 'a' | 'b';
  /** Whether no further condition tells these nodes from others. */
  byKey?: boolean;
}

/** The relations that held at the time of the picture, whether or not their ends lived then. */
export async function* linksAt(
  store: GraphStore,
  tenantId: string,
  { cluster, at }: TopologyQuery,
  { types, nodes, where = [], params = {}, end = 'a', byKey = false }: Links,
): AsyncGenerator<TopologyEdge> {
  const conditions = [
    ...(cluster === undefined ? [] : ['a.cluster = $cluster']),
    ...(at === undefined ? ['r.until IS NULL AND a.deletedAt IS NULL AND b.deletedAt IS NULL'] : []),
    ...where,
  ];
  const links = (byKey ? readLinksOf : readLinks)((cypher, given) => store.query(tenantId, cypher, given), {
    types,
    end,
    where: conditions.join(' AND ') || 'true',
    params: { cluster: cluster ?? '', ...params },
    from: () => nodes.map(({ key }) => key),
  });
  for await (const link of links) {
    if (at === undefined || wasAt(link, at)) yield { from: link.from, to: link.to, type: link.type };
  }
}

/** The types of relations that are read, and what their nodes must fulfil. */
export function readTypes({ detail }: TopologyQuery): { types: readonly RelationType[]; where: string[] }[] {
  // A workload's own template has the relations of templates, too: reading those of its pods would read them a thousand times.
  const notOfPods = detail === 'full' ? [] : ["a.kind <> 'Pod' AND a.kind <> 'ReplicaSet'"];
  return [
    { types: RELATION_TYPES.filter((type) => !OF_TEMPLATES.includes(type)), where: [] },
    { types: OF_TEMPLATES, where: notOfPods },
  ];
}

/** The relations between these nodes that held at the time of the picture. */
export async function liveEdges(
  store: GraphStore,
  tenantId: string,
  query: TopologyQuery,
  rows: readonly NodeRow[],
  notes: string[],
): Promise<TopologyEdge[]> {
  const live = new Set(rows.map(({ key }) => key));
  const edges: TopologyEdge[] = [];
  for (const kinds of readTypes(query)) {
    if (edges.length >= MAX_EDGES_READ) break;
    for await (const edge of linksAt(store, tenantId, query, { ...kinds, nodes: rows })) {
      if (!live.has(edge.from) || !live.has(edge.to)) continue;
      if (edges.length >= MAX_EDGES_READ) {
        notes.push(`More than ${MAX_EDGES_READ} relations: the others are left out. Choose a cluster to see more.`);
        break;
      }
      edges.push(edge);
    }
  }
  notes.push(...atBounds(edges));
  return inOrder(edges);
}

/** Relations in a fixed order: a picture must not depend on how they were read. */
export function inOrder(edges: TopologyEdge[]): TopologyEdge[] {
  const order = new Map(RELATION_TYPES.map((type, index) => [type as string, index]));
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return edges.sort((a, b) => order.get(a.type)! - order.get(b.type)! || byText(a.from, b.from) || byText(a.to, b.to));
}

/** Says of how many objects the graph holds as many relations as it holds at most, so that there may be more. */
export function atBounds(edges: readonly TopologyEdge[]): string[] {
  const counts = new Map<string, number>();
  for (const { from, to, type } of edges) {
    const id = `${type} ${type === 'OWNS' ? from : to}`;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const full = new Map<RelationType, number>();
  for (const [id, count] of counts) {
    const type = id.slice(0, id.indexOf(' ')) as RelationType;
    if (count >= maxHolders(type)) full.set(type, (full.get(type) ?? 0) + 1);
  }
  return [...full].map(
    ([type, objects]) =>
      `${objects === 1 ? 'One object has' : `${objects} objects have`} ${maxHolders(type)} relations of the type ${type}, the most that the graph holds of one object: there may be more.`,
  );
}

/** Whether an edge existed at a time: in its last interval, or in an earlier one. */
function wasAt({ since, until, past }: Pick<LinkRow, 'since' | 'until' | 'past'>, at: number): boolean {
  if ((since ?? 0) <= at && (until === null || until > at)) return true;
  return (past ?? []).some((interval) => {
    const [from = Number.NaN, to = Number.NaN] = interval.split('-').map(Number);
    return from <= at && at < to;
  });
}
