/** The client's graph: the store's port, its adapters, and what is asked of it. */
export { type EmbeddedOptions, openEmbeddedGraphStore } from './embedded/store.ts';
export * from './port.ts';
