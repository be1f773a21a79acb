/** The client's graph: the store's port and adapters, the projection of the streams into it, and the queries that are run on it. */
export { type EmbeddedOptions, openEmbeddedGraphStore } from './embedded/store.ts';
export { type FreeAnswer, type FreeQuery, type FreeValue, InvalidQueryError, QueryBusyError } from './free-query.ts';
export { graphStore, openGraphStore } from './open.ts';
export * from './port.ts';
export * from './projection/index.ts';
export * from './queries/index.ts';
export { endRebuild, lastRebuild, noteRebuild, type Rebuild, requestRebuild, wantedRebuilds } from './rebuild-requests.ts';
export { graphStoreOverPort, serveGraphStore } from './thread.ts';
