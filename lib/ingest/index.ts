/** Ingest over HTTPS: accepts batches of agents, returns a result for each record, and enforces the limits of clients. */
export { MAX_BACKLOG } from './backlog.ts';
export { type Ingest, type Ingested, ingest, ingestThread, recordFirstData } from './edge.ts';
export { receiveBatch } from './receive.ts';
