/** The HTTPS edge: takes batches in from agents, answers for each record, and holds clients to their limits. */
export { inLine } from './admission-queue.ts';
export { MOST_WAITING } from './backlog.ts';
export { type Ingest, type Ingested, ingest, ingestThread, noteArrivals } from './edge.ts';
