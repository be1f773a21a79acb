import { HEALTH_ORDER } from '#lib/kubernetes/health/order.ts';
import type { GraphStore } from '../port.ts';
import { around, type Folded, fold, type Part, unfolded } from './topology-fold.ts';
import { type Marks, readMarks } from './topology-marks.ts';
import { liveEdges, liveNodes, type NodeRow } from './topology-read.ts';
import { namespacePart } from './topology-scope.ts';
import type { Topology, TopologyNode, TopologyQuery } from './topology-types.ts';

/** The most relations in a picture: for each of its nodes, and at least. */
const SHOWN_EDGES = { perNode: 10, least: 2_000 };

/** The topology of a client's clusters. Throws UnknownGraphError. */
export async function topology(store: GraphStore, tenantId: string, query: TopologyQuery): Promise<Topology> {
  const notes: string[] = [];
  const { rows, edges } = await partOf(store, tenantId, query, notes);
  const folded =
    query.detail === 'full' ? unfolded(rows, edges) : fold(rows, edges, query.detail === 'pods' ? 'all' : new Set(query.expand));
  const marks = await readMarks(store, tenantId, query, folded.root);
  const inScope = query.namespace === undefined ? folded : around(query.namespace, folded);
  const picture = cut(inScope, folded, marks, query.maxNodes);
  const most = Math.max(SHOWN_EDGES.least, picture.nodes.length * SHOWN_EDGES.perNode);
  if (picture.edges.length > most) notes.push(`Only ${most} of ${picture.edges.length} relations between these objects are shown.`);
  return {
    ...picture,
    edges: picture.edges.slice(0, most),
    namespaces: query.namespace === undefined ? namespacesOf(rows) : await allNamespaces(store, tenantId, query),
    incidents: marks.incidents,
    knownSince: await firstSeen(store, tenantId, query),
    ...(notes.length > 0 && { notes }),
  };
}

/** What the picture is made from: everything, or what concerns the namespace that is asked for. */
async function partOf(store: GraphStore, tenantId: string, query: TopologyQuery, notes: string[]): Promise<Part> {
  const { namespace } = query;
  if (namespace !== undefined) return namespacePart(store, tenantId, { ...query, namespace }, notes);
  const rows = await liveNodes(store, tenantId, query, notes);
  return { rows, edges: await liveEdges(store, tenantId, query, rows, notes) };
}

const namespacesOf = (rows: readonly { namespace: string | null }[]) =>
  [...new Set(rows.flatMap(({ namespace }) => namespace ?? []))].sort();

async function allNamespaces(store: GraphStore, tenantId: string, { cluster, at }: TopologyQuery): Promise<string[]> {
  const live = at === undefined ? 'n.deletedAt IS NULL' : 'n.firstSeen <= $at AND (n.deletedAt IS NULL OR n.deletedAt > $at)';
  const cypher = `MATCH (n:Resource) WHERE ${live} ${cluster === undefined ? '' : 'AND n.cluster = $cluster'} RETURN DISTINCT n.namespace AS namespace`;
  return namespacesOf(await store.query<{ namespace: string | null }>(tenantId, cypher, { cluster: cluster ?? '', at: at ?? 0 }));
}

async function firstSeen(store: GraphStore, tenantId: string, { cluster }: TopologyQuery): Promise<number | null> {
  const cypher = `MATCH (n:Resource) ${cluster === undefined ? '' : 'WHERE n.cluster = $cluster'} RETURN min(n.firstSeen) AS first`;
  const [row] = await store.query<{ first: number | null }>(tenantId, cypher, { cluster: cluster ?? '' });
  return row?.first ?? null;
}

function cut({ rows, edges }: Part, { pods }: Folded, marks: Marks, maxNodes = 2_000): Pick<Topology, 'nodes' | 'edges' | 'truncated'> {
  // What is cut off is healthy.
  const order = (row: NodeRow) => HEALTH_ORDER.indexOf(row.health);
  const kept = rows.length <= maxNodes ? rows : rows.toSorted((a, b) => order(a) - order(b) || (a.key < b.key ? -1 : 1)).slice(0, maxNodes);
  const keys = new Set(kept.map(({ key }) => key));
  return {
    nodes: kept.map((row) => nodeOf(row, pods, marks)),
    edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)),
    ...(kept.length < rows.length && { truncated: { nodes: rows.length } }),
  };
}

function nodeOf(row: NodeRow, allPods: Folded['pods'], marks: Marks): TopologyNode {
  const { key, kind, namespace, name, cluster, health, reason, missing } = row;
  const pods = allPods.get(key);
  const restarts = pods?.restarts ?? row.restarts ?? 0;
  const changedAt = marks.changedAt.get(key);
  const incidents = marks.incidentsOf.get(key);
  return {
    key,
    kind,
    ...(namespace !== null && { namespace }),
    name,
    cluster,
    health,
    ...(reason !== null && { healthReason: reason }),
    ...(missing !== null && { missingRefs: missing }),
    ...(pods?.isKnown && { ready: pods.ready, total: pods.total }),
    ...(restarts > 0 && { restarts }),
    ...(changedAt !== undefined && { changedAt }),
    ...(incidents && { incidents: [...incidents].sort() }),
  };
}
