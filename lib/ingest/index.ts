/** The HTTPS edge: takes batches in from agents, answers for each record, and holds clients to their limits. */
export { runInAdmissionQueue } from './admission-queue.ts';
export { MAX_BACKLOG } from './backlog.ts';
export { type Ingest, type Ingested, ingest, ingestThread, noteArrivals } from './edge.ts';
