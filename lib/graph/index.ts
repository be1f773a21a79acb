/** The client's graph: the store's port and adapters, the projection of the streams into it, and what is asked of it. */
import { join } from 'node:path';
import type pg from 'pg';
import { type Env, readGraphServers } from '#lib/platform/env.ts';
import { handle } from '#lib/platform/handles.ts';
import { openEmbeddedGraphStore } from './embedded/store.ts';
import { openPlacedGraphStore } from './neo4j/placed.ts';
import type { GraphStore, RebuildableGraphStore } from './port.ts';

export { type EmbeddedOptions, openEmbeddedGraphStore } from './embedded/store.ts';
export * from './port.ts';
export * from './projection/index.ts';
export * from './queries/index.ts';
export { graphStoreOverPort, serveGraphStore } from './thread.ts';

/** The graph store of this process. */
export const graphStore = handle<GraphStore>('graph-store');

/** Opens the graph store that the settings name: the servers of NEO4J_URI, or else files in the data folder. `pool` is shared. */
export async function openGraphStore(settings: Env, pool: pg.Pool): Promise<RebuildableGraphStore> {
  const servers = readGraphServers(settings);
  return servers.length > 0 ? openPlacedGraphStore(servers, pool) : openEmbeddedGraphStore(join(settings.DATA_DIR, 'graphs'));
}
