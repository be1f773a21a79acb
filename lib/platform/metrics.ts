import { AggregatorRegistry, Counter, Gauge, Histogram, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { handle } from './handles.ts';

/** The metrics of one thread, as they are sent to another. */
export type ThreadMetrics = MetricObjectWithValues<MetricValue<string>>[];

const SOURCE_DEADLINE_MS = 1_000;
const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900];

/** A registry whose text is that of the whole process: its own metrics and those of other threads, added up. */
class ProcessRegistry extends Registry {
  readonly sources = new Set<() => Promise<ThreadMetrics>>();

  override async metrics(): Promise<string> {
    if (this.sources.size === 0) return super.metrics();
    const all = await Promise.all([this.getMetricsAsJSON(), ...[...this.sources].map((source) => source())]);
    return await AggregatorRegistry.aggregate(all).metrics();
  }
}

/** The metrics of a process, served at /metrics in Prometheus' text format. Their names are part of the product's interface. */
function makeMetrics() {
  const registry = new ProcessRegistry();
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
      help: 'Records of a client stream that a consumer group has not read yet; read from the stores, the same in every web process',
      labelNames: ['client_id', 'stream', 'group'],
      registers,
    }),
    deadLetters: new Counter({
      name: 'kg_dead_letters_total',
      help: 'Records of a client that were rejected; read from the stores, the same in every web process',
      labelNames: ['client_id'],
      registers,
    }),
    workFailures: new Counter({
      name: 'kg_work_failures_total',
      help: 'Work of a client that failed and was skipped so that the rest could go on; the staff see it in the overview',
      labelNames: ['client_id', 'work'],
      registers,
    }),
    graphPlaces: new Gauge({
      name: 'kg_graph_places',
      help: 'Graphs that a Neo4j server holds (taken) and could still take (free); read from the stores, the same in every web process',
      labelNames: ['server', 'state'],
      registers,
    }),
    jobWait: new Histogram({
      name: 'kg_job_wait_seconds',
      help: 'Time from when a job was due to when an attempt at it began',
      labelNames: ['queue'],
      buckets: JOB_SECONDS,
      registers,
    }),
    jobRun: new Histogram({
      name: 'kg_job_run_seconds',
      help: 'Duration of an attempt at a job, whether it succeeded or failed',
      labelNames: ['queue'],
      buckets: JOB_SECONDS,
      registers,
    }),
    jobFailures: new Counter({
      name: 'kg_job_failures_total',
      help: 'Attempts at a job that failed; a failed job is tried again until its limit',
      labelNames: ['queue'],
      registers,
    }),
    jobsStalled: new Counter({
      name: 'kg_job_stalled_total',
      help: 'Attempts at a job that took longer than its queue allows, or whose process died',
      labelNames: ['queue'],
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

/**
 * Adds the metrics of another thread to those of this process. While the thread is too busy to answer within a second, what
 * it answered last counts. Returns what takes it out again.
 */
export function addMetricsSource(read: () => Promise<ThreadMetrics>, deadlineMs = SOURCE_DEADLINE_MS): () => void {
  let last: ThreadMetrics = [];
  const source = async () => {
    const answered = read().then((now) => {
      last = now;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => {
      timer = setTimeout(done, deadlineMs);
    });
    await Promise.race([answered, late]).catch(() => {});
    clearTimeout(timer);
    return last;
  };
  const { sources } = metrics().registry;
  sources.add(source);
  return () => void sources.delete(source);
}
