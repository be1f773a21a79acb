import type { GraphStore } from '../port.ts';
import type { Part } from './topology-fold.ts';
import { atBounds, inOrder, linksAt, liveNodes, liveNodesOf, type NodeRow, readTypes } from './topology-read.ts';
import type { TopologyEdge, TopologyQuery } from './topology-types.ts';

/** How far owners and what they own are followed: a CronJob, a Job and its pods. */
const MAX_HOPS = 4;
/** The most relations of a namespace that are read. */
const MAX_EDGES = 50_000;

/**
 * The part of a topology that is about one namespace, without reading the rest: its objects, what they are related to, and of what lies
 * elsewhere its owners and what these own, into which it is folded.
 */
export async function namespacePart(
  store: GraphStore,
  tenantId: string,
  query: TopologyQuery & { namespace: string },
  notes: string[],
): Promise<Part> {
  const inside = await liveNodes(store, tenantId, query, notes);
  const edges = new Map<string, TopologyEdge>();
  const add = (edge: TopologyEdge) => edges.set(`${edge.type} ${edge.from} ${edge.to}`, edge);
  const params = { namespace: query.namespace };
  for (const end of ['a', 'b'] as const) {
    for (const { types, where } of readTypes(query)) {
      const links = { types, where: [`${end}.namespace = $namespace`, ...where], params, end, nodes: inside };
      for await (const edge of linksAt(store, tenantId, query, links)) if (edges.size < MAX_EDGES) add(edge);
    }
  }
  if (edges.size >= MAX_EDGES) notes.push(`More than ${MAX_EDGES} relations of this namespace: the others are left out.`);
  const known = new Set(inside.map(({ key }) => key));
  const outside: NodeRow[] = [];
  let next = [...new Set([...edges.values()].flatMap(({ from, to }) => [from, to]))].filter((key) => !known.has(key));
  for (let hop = 0; next.length > 0 && hop <= MAX_HOPS; hop++) {
    for (const key of next) known.add(key);
    const found = await liveNodesOf(store, tenantId, query, next);
    outside.push(...found);
    const owned = await ownersAndOwned(store, tenantId, query, found);
    owned.forEach(add);
    next = [...new Set(owned.flatMap(({ from, to }) => [from, to]))].filter((key) => !known.has(key));
  }
  const rows = [...inside, ...outside];
  const live = new Set(rows.map(({ key }) => key));
  const between = inOrder([...edges.values()].filter(({ from, to }) => live.has(from) && live.has(to)));
  notes.push(...atBounds(between));
  return { rows, edges: between };
}

/** What owns these nodes, and what they own. */
async function ownersAndOwned(
  store: GraphStore,
  tenantId: string,
  query: TopologyQuery,
  nodes: readonly NodeRow[],
): Promise<TopologyEdge[]> {
  const found: TopologyEdge[] = [];
  for (const end of ['a', 'b'] as const) {
    for await (const edge of linksAt(store, tenantId, query, { types: ['OWNS'], nodes, end, byKey: true })) found.push(edge);
  }
  return found;
}
