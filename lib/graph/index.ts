/** The client's graph: the store's port and adapters, the projection of the streams into it, and what is asked of it. */
import { handle } from '#lib/platform/handles.ts';
import type { GraphStore } from './port.ts';

export { type EmbeddedOptions, openEmbeddedGraphStore } from './embedded/store.ts';
export { type Neo4jOptions, openNeo4jGraphStore } from './neo4j/store.ts';
export * from './port.ts';
export * from './projection/index.ts';
export * from './queries/index.ts';
export { graphStoreOverPort, serveGraphStore } from './thread.ts';

/** The graph store of this process. */
export const graphStore = handle<GraphStore>('graph-store');
