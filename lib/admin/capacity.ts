import { asSystem } from '#lib/platform/database/index.ts';
import { env, readGraphServers } from '#lib/platform/env.ts';

/** A Neo4j server and its load. `drafts` are graphs that are being rebuilt; each occupies a slot until it replaces the current one. */
export interface GraphServerLoad {
  uri: string;
  edition: string;
  clients: number;
  drafts: number;
  /** The number of graphs it can hold: 1 on Community, which has a single database. */
  capacity: number;
  /** Whether it is listed in NEO4J_URI. If not, it gets no clients, and those on it cannot be reached. */
  isNamed: boolean;
}

/** The capacity for graphs. */
export interface GraphCapacity {
  /** Empty if graphs are embedded, and limited only by the disk. */
  servers: GraphServerLoad[];
  free: number;
  total: number;
  /** A sentence for the staff if a server should be added; empty while there is enough capacity. */
  warning: string;
}

/** Below either of these a server should be added, because a rebuild temporarily needs a slot as well. */
const LOW = { slots: 2, share: 0.1 };

/** The graph servers with their load and capacity. */
export async function graphCapacity(): Promise<GraphCapacity> {
  const named = new Set(readGraphServers(env.use()).map(({ uri }) => uri));
  if (named.size === 0) return { servers: [], free: 0, total: 0, warning: '' };
  const known = await asSystem((tx) =>
    tx.graphServer.findMany({ orderBy: { uri: 'asc' }, include: { _count: { select: { placements: true, drafts: true } } } }),
  );
  const servers = known
    .map(({ uri, edition, capacity, _count: { placements, drafts } }) => {
      return { uri, edition, capacity, clients: placements, drafts, isNamed: named.has(uri) };
    })
    .filter(({ isNamed, clients, drafts }) => isNamed || clients + drafts > 0);
  const reachable = servers.filter(({ isNamed }) => isNamed);
  const total = sum(reachable.map(({ capacity }) => capacity));
  const free = sum(reachable.map(({ capacity, clients, drafts }) => Math.max(0, capacity - clients - drafts)));
  return { servers, free, total, warning: warningOf(servers, free, total) };
}

function warningOf(servers: GraphServerLoad[], free: number, total: number): string {
  const lost = servers.find(({ isNamed }) => !isNamed);
  if (lost) return `${lost.uri} holds graphs but is not listed in NEO4J_URI, so they cannot be reached.`;
  if (free === 0)
    return `All ${total} slots are in use. New clients have to wait and no graph can be rebuilt until you add a server to NEO4J_URI.`;
  if (free < LOW.slots || free < LOW.share * total)
    return `Only ${free} of ${total} slots ${free === 1 ? 'is' : 'are'} free. Add a server to NEO4J_URI soon.`;
  return '';
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
