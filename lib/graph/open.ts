import { join } from 'node:path';
import type pg from 'pg';
import { type Env, readGraphServers } from '#lib/platform/env.ts';
import { handle } from '#lib/platform/handles.ts';
import { openEmbeddedGraphStore } from './embedded/store.ts';
import { openPlacedGraphStore } from './neo4j/placed.ts';
import type { GraphStore, RebuildableGraphStore } from './port.ts';

/** The graph store of this process. */
export const graphStore = handle<GraphStore>('graph-store');

/** Opens the graph store that the settings name: the servers of NEO4J_URI, or else files in the data folder. `pool` is shared. */
export async function openGraphStore(settings: Env, pool: pg.Pool): Promise<RebuildableGraphStore> {
  const servers = readGraphServers(settings);
  return servers.length > 0 ? openPlacedGraphStore(servers, pool) : openEmbeddedGraphStore(join(settings.DATA_DIR, 'graphs'));
}
