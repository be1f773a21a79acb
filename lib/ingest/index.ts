export { type AdmittedRecord, admitRecord, MAX_BODY_BYTES, type RecordResult } from './admit.ts';
export { MOST_WAITING } from './backlog.ts';
export { clusterLimit, type Ingest, type Ingested, ingest, ingestThread, noteArrivals, registerClusters, suspended } from './edge.ts';
export { inLine } from './line.ts';
