import { asSystem } from '#lib/platform/database/index.ts';
import { env, readGraphServers } from '#lib/platform/env.ts';

/** A Neo4j server as placement sees it. `drafts` are graphs that are being rebuilt: each takes a place until it serves. */
export interface GraphServerLoad {
  uri: string;
  edition: string;
  clients: number;
  drafts: number;
  /** Graphs that it holds: 1 on Community, which serves one database. */
  capacity: number;
  /** Whether NEO4J_URI names it. One that it does not name takes no client, and those on it cannot be reached. */
  isNamed: boolean;
}

/** What room there is for graphs. */
export interface GraphCapacity {
  /** None where graphs are embedded: then only the disk limits them. */
  servers: GraphServerLoad[];
  free: number;
  total: number;
  /** Time to add a server, in words; empty while there is room enough. */
  warning: string;
}

/** Below both of these a server should be added: a rebuild, too, takes a place for its time. */
const LOW = { places: 2, share: 0.1 };

/** The graph servers with what they hold and can hold. */
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
  if (lost) return `${lost.uri} holds graphs, but NEO4J_URI does not name it: they cannot be reached until it does`;
  if (free === 0)
    return `all ${total} places are taken: new clients wait, and no graph can be rebuilt, until NEO4J_URI names another server`;
  if (free < LOW.places || free < LOW.share * total)
    return `${free} of ${total} places ${free === 1 ? 'is' : 'are'} left: add a server to NEO4J_URI soon`;
  return '';
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
