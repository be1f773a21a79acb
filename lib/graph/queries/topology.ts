import type { Health } from '#lib/kubernetes/health/index.ts';
import { RELATION_TYPES } from '#lib/kubernetes/references.ts';
import type { EdgeType, GraphRow, GraphStore } from '../port.ts';
import { AFTER_EDGE, allByEnds, allByKey } from './rows.ts';

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

interface EdgeRow extends GraphRow {
  from: string;
  to: string;
  since: number | null;
  until: number | null;
  past: string[] | null;
}

/** Kinds that add nothing to a picture of workloads: the cluster's bookkeeping. */
const HIDDEN = new Set(['Lease', 'EndpointSlice']);
/** Kinds shown only where something is related to them: every namespace has some that nobody uses. */
const SHOWN_IF_USED = new Set(['ConfigMap', 'Secret', 'ServiceAccount', 'StorageClass', 'PersistentVolume', 'Namespace']);
/** Kinds that fold into their owner. */
const FOLDED = new Set(['Pod', 'ReplicaSet', 'Job']);
/** The least healthy first: what is cut off is healthy. */
const ORDER: Health[] = ['failing', 'degraded', 'unknown', 'pending', 'healthy'];

/** The topology of a client's clusters. Throws UnknownGraphError. */
export async function topology(store: GraphStore, tenantId: string, query: TopologyQuery): Promise<Topology> {
  const rows = await liveNodes(store, tenantId, query);
  const edges = await liveEdges(store, tenantId, query, new Set(rows.map(({ key }) => key)));
  const folded = query.detail === 'full' ? { rows, edges, pods: new Map() } : fold(rows, edges);
  const inScope = query.namespace === undefined ? folded : around(query.namespace, folded);
  return cut(inScope.rows, inScope.edges, folded.pods, query);
}

async function liveNodes(store: GraphStore, tenantId: string, { cluster, at }: TopologyQuery): Promise<NodeRow[]> {
  const live = at === undefined ? 'n.deletedAt IS NULL' : 'n.firstSeen <= $at AND (n.deletedAt IS NULL OR n.deletedAt > $at)';
  const inCluster = cluster === undefined ? '' : 'AND n.cluster = $cluster';
  const cypher =
    `MATCH (n:Resource) WHERE n.key > $after AND ${live} ${inCluster} RETURN n.key AS key, n.kind AS kind, n.namespace AS namespace, n.name AS name, ` +
    'n.cluster AS cluster, n.health AS health, n.healthReason AS reason, n.missingRefs AS missing, n.lastSeen AS lastSeen ORDER BY key';
  return await allByKey<NodeRow>(store, tenantId, cypher, { cluster: cluster ?? '', at: at ?? 0 });
}

async function liveEdges(
  store: GraphStore,
  tenantId: string,
  { cluster, at, detail }: TopologyQuery,
  live: Set<string>,
): Promise<TopologyEdge[]> {
  const edges: TopologyEdge[] = [];
  for (const type of RELATION_TYPES) {
    // A workload's own template has all of these; reading those of its pods, too, would read them a thousand times.
    const ofPods =
      detail === 'full' || ['OWNS', 'RUNS_ON', 'SELECTS', 'RESTRICTS', 'MOUNTS', 'CALLS'].includes(type)
        ? ''
        : "AND a.kind <> 'Pod' AND a.kind <> 'ReplicaSet'";
    const cypher =
      `MATCH (a:Resource)-[r:${type}]->(b:Resource) WHERE ${AFTER_EDGE} ${cluster === undefined ? '' : 'AND a.cluster = $cluster'} ${ofPods} ` +
      `${at === undefined ? 'AND r.until IS NULL AND a.deletedAt IS NULL AND b.deletedAt IS NULL' : ''} ` +
      'RETURN a.key AS from, b.key AS to, r.since AS since, r.until AS until, r.past AS past ORDER BY from, to';
    for (const row of await allByEnds<EdgeRow>(store, tenantId, cypher, { cluster: cluster ?? '' })) {
      if (live.has(row.from) && live.has(row.to) && (at === undefined || wasAt(row, at))) edges.push({ from: row.from, to: row.to, type });
    }
  }
  return edges;
}

/** Whether an edge existed at a time: in its last interval, or in an earlier one. */
function wasAt({ since, until, past }: EdgeRow, at: number): boolean {
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
  const shown = rows.filter(({ key, kind }) => root(key) === key && !HIDDEN.has(kind) && (!SHOWN_IF_USED.has(kind) || used.has(key)));
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
