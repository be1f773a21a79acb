/** Ingest over HTTPS: accepts batches of agents, alerts of Alertmanager and logs of OpenTelemetry collectors, returns a result for each record, and enforces the limits of clients. */
export { alertmanagerPayload, recordsOfAlerts } from './alertmanager.ts';
export { MAX_BACKLOG } from './backlog.ts';
export { type Ingest, type Ingested, ingest, ingestThread, recordFirstData } from './edge.ts';
export { logsAnswer, receiveLogs } from './otlp/receive.ts';
export { receiveBatch, receiveRecords } from './receive.ts';
