import type { Health } from '#lib/kubernetes/health/index.ts';
import { RELATION_TYPES, type RelationType } from '#lib/kubernetes/references.ts';
import { maxHolders } from '#lib/kubernetes/relation-bounds.ts';
import { healthThen } from '../health-history.ts';
import type { GraphRow, GraphStore } from '../port.ts';
import { type LinkRow, readLinks } from '../read-links.ts';
import { rowsByKey } from './rows.ts';
import type { TopologyEdge, TopologyQuery } from './topology-types.ts';

/** The most nodes and relations that are read for one picture, the unhealthy nodes first. */
const MAX_NODES_READ = 30_000;
const MAX_EDGES_READ = 50_000;

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
/** The resources that lived at the time of the picture, with their health then. */
export async function liveNodes(store: GraphStore, tenantId: string, { cluster, at }: TopologyQuery, notes: string[]): Promise<NodeRow[]> {
  const live = at === undefined ? 'n.deletedAt IS NULL' : 'n.firstSeen <= $at AND (n.deletedAt IS NULL OR n.deletedAt > $at)';
  const inCluster = cluster === undefined ? '' : 'AND n.cluster = $cluster';
  const rows: NodeRow[] = [];
  for (const health of ["(n.health IS NULL OR n.health <> 'healthy')", "n.health = 'healthy'"]) {
    const cypher =
      `MATCH (n:Resource) WHERE n.key > $after AND ${health} AND ${live} ${inCluster} RETURN n.key AS key, n.kind AS kind, n.namespace AS namespace, ` +
      'n.name AS name, n.cluster AS cluster, n.health AS health, n.healthReason AS reason, n.missingRefs AS missing, n.lastSeen AS lastSeen, ' +
      `n.restarts AS restarts${at === undefined ? '' : ', n.healthHistory AS history'} ORDER BY key`;
    for await (const row of rowsByKey<NodeRow>(store, tenantId, cypher, { cluster: cluster ?? '', at: at ?? 0 })) {
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

/** The relations between them that held then. */
export async function liveEdges(
  store: GraphStore,
  tenantId: string,
  { cluster, at, detail }: TopologyQuery,
  rows: readonly NodeRow[],
  notes: string[],
): Promise<TopologyEdge[]> {
  const live = new Set(rows.map(({ key }) => key));
  const conditions = [
    ...(cluster === undefined ? [] : ['a.cluster = $cluster']),
    ...(at === undefined ? ['r.until IS NULL AND a.deletedAt IS NULL AND b.deletedAt IS NULL'] : []),
  ];
  const read = (types: readonly RelationType[], more: string[]) =>
    readLinks((cypher, params) => store.query(tenantId, cypher, params), {
      types,
      where: [...conditions, ...more].join(' AND ') || 'true',
      params: { cluster: cluster ?? '' },
      from: () => rows.map(({ key }) => key),
    });
  const edges: TopologyEdge[] = [];
  const all = RELATION_TYPES.filter((type) => !OF_TEMPLATES.includes(type));
  // A workload's own template has the relations of templates, too: reading those of its pods would read them a thousand times.
  const notOfPods = detail === 'full' ? [] : ["a.kind <> 'Pod' AND a.kind <> 'ReplicaSet'"];
  for (const links of [read(all, []), read(OF_TEMPLATES, notOfPods)]) {
    if (edges.length >= MAX_EDGES_READ) break;
    for await (const link of links) {
      const { from, to, type } = link;
      if (!live.has(from) || !live.has(to) || (at !== undefined && !wasAt(link, at))) continue;
      if (edges.length >= MAX_EDGES_READ) {
        notes.push(`More than ${MAX_EDGES_READ} relations: the others are left out. Choose a cluster to see more.`);
        break;
      }
      edges.push({ from, to, type });
    }
  }
  notes.push(...atBounds(edges));
  return inOrder(edges);
}

/** Relations in a fixed order: a picture must not depend on how they were read. */
function inOrder(edges: TopologyEdge[]): TopologyEdge[] {
  const order = new Map(RELATION_TYPES.map((type, index) => [type as string, index]));
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return edges.sort((a, b) => order.get(a.type)! - order.get(b.type)! || byText(a.from, b.from) || byText(a.to, b.to));
}

/** Says of how many objects the graph holds as many relations as it holds at most, so that there may be more. */
function atBounds(edges: readonly TopologyEdge[]): string[] {
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
