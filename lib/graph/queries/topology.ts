import type { Health } from '#lib/kubernetes/health/index.ts';
import { kindOf } from '#lib/kubernetes/kinds.ts';
import { RELATION_TYPES, type RelationType } from '#lib/kubernetes/references.ts';
import { maxHolders } from '#lib/kubernetes/relation-bounds.ts';
import type { EdgeType, GraphRow, GraphStore } from '../port.ts';
import { type LinkRow, readLinks } from '../read-links.ts';
import { rowsByKey } from './rows.ts';

/** The most nodes and relations that are read for one picture, the unhealthy nodes first. */
const MAX_NODES_READ = 30_000;
const MAX_EDGES_READ = 50_000;
/** The most relations in a picture: for each of its nodes, and at least. */
const SHOWN_EDGES = { perNode: 10, least: 2_000 };

/** The part of the topology that is requested. */
export interface TopologyQuery {
  cluster?: string;
  /** Objects of this namespace, and the cluster-scoped ones and those of other namespaces they are related to. */
  namespace?: string;
  /** The topology as it was at this time (epoch ms); without it, as it is. */
  at?: number;
  /** `workloads` (the default) folds pods, ReplicaSets and endpoint slices into what owns them; `full` shows every object. */
  detail?: 'workloads' | 'full';
  /** Nodes answered at most, the unhealthy ones first. Default 2,000. */
  maxNodes?: number;
}

export interface TopologyNode {
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  cluster: string;
  health: Health;
  healthReason?: string;
  /** Pods folded into it: ready and all. */
  ready?: number;
  total?: number;
  /** `Kind/namespace/name` of what it refers to and what does not exist. */
  missingRefs?: string[];
}

export interface TopologyEdge {
  from: string;
  to: string;
  type: EdgeType;
}

export interface Topology {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  /** The number of nodes, where there are more than requested. */
  truncated?: { nodes: number };
  /** What the picture lacks because a bound of the graph or of the query was reached, as sentences; none in almost all clusters. */
  notes?: string[];
}

interface NodeRow extends GraphRow {
  key: string;
  kind: string;
  namespace: string | null;
  name: string;
  cluster: string;
  health: Health;
  reason: string | null;
  missing: string[] | null;
  lastSeen: number;
}

/** Whether the map shows an object of a kind, which may depend on whether it is related to others. */
function isShown(kind: string, isUsed: boolean): boolean {
  const hidden = kindOf(kind)?.hidden;
  return hidden === undefined || (hidden === 'unless used' && isUsed);
}

/** Relations that the pods of a workload have in common with its template. */
const OF_TEMPLATES: RelationType[] = RELATION_TYPES.filter(
  (type) => !['OWNS', 'RUNS_ON', 'SELECTS', 'RESTRICTS', 'MOUNTS', 'CALLS'].includes(type),
);
/** Kinds that fold into their owner. */
const FOLDED = new Set(['Pod', 'ReplicaSet', 'Job']);
/** The least healthy first: what is cut off is healthy. */
const ORDER: Health[] = ['failing', 'degraded', 'unknown', 'pending', 'healthy'];

/** The topology of a client's clusters. Throws UnknownGraphError. */
export async function topology(store: GraphStore, tenantId: string, query: TopologyQuery): Promise<Topology> {
  const notes: string[] = [];
  const rows = await liveNodes(store, tenantId, query, notes);
  const edges = await liveEdges(store, tenantId, query, rows, notes);
  const folded = query.detail === 'full' ? { rows, edges, pods: new Map() } : fold(rows, edges);
  const inScope = query.namespace === undefined ? folded : around(query.namespace, folded);
  const picture = cut(inScope.rows, inScope.edges, folded.pods, query);
  const most = Math.max(SHOWN_EDGES.least, picture.nodes.length * SHOWN_EDGES.perNode);
  if (picture.edges.length > most) notes.push(`Only ${most} of ${picture.edges.length} relations between these objects are shown.`);
  return { ...picture, edges: picture.edges.slice(0, most), ...(notes.length > 0 && { notes }) };
}

async function liveNodes(store: GraphStore, tenantId: string, { cluster, at }: TopologyQuery, notes: string[]): Promise<NodeRow[]> {
  const live = at === undefined ? 'n.deletedAt IS NULL' : 'n.firstSeen <= $at AND (n.deletedAt IS NULL OR n.deletedAt > $at)';
  const inCluster = cluster === undefined ? '' : 'AND n.cluster = $cluster';
  const rows: NodeRow[] = [];
  for (const health of ["(n.health IS NULL OR n.health <> 'healthy')", "n.health = 'healthy'"]) {
    const cypher =
      `MATCH (n:Resource) WHERE n.key > $after AND ${health} AND ${live} ${inCluster} RETURN n.key AS key, n.kind AS kind, n.namespace AS namespace, ` +
      'n.name AS name, n.cluster AS cluster, n.health AS health, n.healthReason AS reason, n.missingRefs AS missing, n.lastSeen AS lastSeen ORDER BY key';
    for await (const row of rowsByKey<NodeRow>(store, tenantId, cypher, { cluster: cluster ?? '', at: at ?? 0 })) {
      if (rows.length >= MAX_NODES_READ) {
        notes.push(`More than ${MAX_NODES_READ} objects: some healthy ones are left out. Choose a cluster to see more of it.`);
        return rows;
      }
      rows.push(row);
    }
  }
  return rows;
}

async function liveEdges(
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

interface Part {
  rows: NodeRow[];
  edges: TopologyEdge[];
}

/** Pods folded into a workload. */
interface Pods {
  ready: number;
  total: number;
}

function fold(rows: NodeRow[], edges: TopologyEdge[]): Part & { pods: Map<string, Pods> } {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const owner = new Map(edges.filter(({ type }) => type === 'OWNS').map(({ from, to }) => [to, from]));
  const root = (key: string): string => {
    let at = key;
    for (let steps = 0; steps < 5 && FOLDED.has(byKey.get(at)?.kind ?? ''); steps++) {
      const above = owner.get(at);
      if (above === undefined) break;
      at = above;
    }
    return at;
  };
  const pods = new Map<string, Pods>();
  for (const { key, kind, health } of rows) {
    const into = root(key);
    if (kind !== 'Pod' || into === key) continue;
    const { ready, total } = pods.get(into) ?? { ready: 0, total: 0 };
    const isReady = health === 'healthy' || (health === 'degraded' && isRunning(byKey.get(key)!));
    pods.set(into, { ready: ready + (isReady ? 1 : 0), total: total + 1 });
  }
  const seen = new Set<string>();
  const kept = edges.flatMap(({ from, to, type }) => {
    const edge = { from: root(from), to: root(to), type };
    const id = `${type} ${edge.from} ${edge.to}`;
    if (edge.from === edge.to || seen.has(id)) return [];
    seen.add(id);
    return [edge];
  });
  const used = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const shown = rows.filter(({ key, kind }) => root(key) === key && isShown(kind, used.has(key)));
  const shownKeys = new Set(shown.map(({ key }) => key));
  return { rows: shown, edges: kept.filter(({ from, to }) => shownKeys.has(from) && shownKeys.has(to)), pods };
}

/** A degraded pod that restarted lately serves again; one that is not ready does not. */
function isRunning({ reason }: NodeRow): boolean {
  return reason?.includes('restarted') ?? false;
}

/** A namespace's objects with what they are related to. */
function around(namespace: string, { rows, edges }: Part): Part {
  const inside = new Set(rows.filter((row) => row.namespace === namespace).map(({ key }) => key));
  const touching = edges.filter(({ from, to }) => inside.has(from) || inside.has(to));
  const shown = new Set([...inside, ...touching.flatMap(({ from, to }) => [from, to])]);
  return { rows: rows.filter(({ key }) => shown.has(key)), edges: touching };
}

function cut(rows: NodeRow[], edges: TopologyEdge[], pods: Map<string, Pods>, { maxNodes = 2000, at }: TopologyQuery): Topology {
  const order = (row: NodeRow) => ORDER.indexOf(row.health);
  const kept = rows.length <= maxNodes ? rows : rows.toSorted((a, b) => order(a) - order(b) || (a.key < b.key ? -1 : 1)).slice(0, maxNodes);
  const keys = new Set(kept.map(({ key }) => key));
  return {
    nodes: kept.map(({ key, kind, namespace, name, cluster, health, reason, missing, lastSeen }) => {
      // The graph keeps the health of now: for the past it is known only of what has not changed since.
      const known = at === undefined || lastSeen <= at;
      return {
        key,
        kind,
        ...(namespace !== null && { namespace }),
        name,
        cluster,
        health: known ? health : 'unknown',
        ...(known && reason !== null && { healthReason: reason }),
        ...(known && missing !== null && { missingRefs: missing }),
        ...pods.get(key),
      };
    }),
    edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)),
    ...(kept.length < rows.length && { truncated: { nodes: rows.length } }),
  };
}
