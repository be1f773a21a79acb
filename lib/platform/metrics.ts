import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { handle } from './handles.ts';

/** The metrics of a process, served at /metrics in Prometheus' text format. Names are part of the product's interface. */
function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    messagesProcessed: new Counter({
      name: 'kg_messages_processed_total',
      help: 'Records applied to a client graph',
      labelNames: ['client_id'],
      registers,
    }),
    eventsIngested: new Counter({
      name: 'billing_events_ingested_total',
      help: 'Events counted for billing',
      labelNames: ['client_id'],
      registers,
    }),
    rcaQueries: new Counter({
      name: 'billing_rca_queries_total',
      help: 'RCA queries counted for billing',
      labelNames: ['client_id'],
      registers,
    }),
    storageUsed: new Gauge({
      name: 'billing_storage_used_bytes',
      help: 'Bytes of log and graph a client holds',
      labelNames: ['client_id'],
      registers,
    }),
    streamLag: new Gauge({
      name: 'kg_stream_lag_records',
      help: 'Records of a client stream that a consumer group has not read yet; read from the stores, the same of every web process',
      labelNames: ['client_id', 'stream', 'group'],
      registers,
    }),
    deadLetters: new Counter({
      name: 'kg_dead_letters_total',
      help: 'Records of a client that were turned away; read from the stores, the same of every web process',
      labelNames: ['client_id'],
      registers,
    }),
    graphPlaces: new Gauge({
      name: 'kg_graph_places',
      help: 'Graphs that a Neo4j server holds (taken) and could hold besides (free); read from the stores, the same of every web process',
      labelNames: ['server', 'state'],
      registers,
    }),
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'REST API requests',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}

const place = handle<ReturnType<typeof makeMetrics>>('metrics');

/** The metrics of this process, made at first use. */
export function metrics(): ReturnType<typeof makeMetrics> {
  const existing = place.find();
  if (existing) return existing;
  const made = makeMetrics();
  place.provide(made);
  return made;
}
