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
      help: 'Records of a stream that a consumer group has not read yet, of all clients; read from the stores, the same in every web process',
      labelNames: ['stream', 'group'],
      registers,
    }),
    worstLag: new Gauge({
      name: 'kg_client_lag_records_max',
      help: 'Records that a consumer group has not read yet of the client that is most behind; read from the stores',
      labelNames: ['group'],
      registers,
    }),
    freshness: new Gauge({
      name: 'kg_graph_freshness_seconds',
      help: 'How long ago the newest record was accepted that the graph of the client that is most behind has applied; 0 when every graph has everything',
      registers,
    }),
    staleClients: new Gauge({
      name: 'kg_clients_stale',
      help: 'Clients whose graph lacks records that were accepted more than a minute ago',
      registers,
    }),
    unaccounted: new Gauge({
      name: 'kg_records_unaccounted',
      help: 'Records by which received differs from applied + duplicate + rejected + in flight, of all clients; anything but 0 is a fault',
      registers,
    }),
    deadLetters: new Counter({
      name: 'kg_dead_letters_total',
      help: 'Records that were rejected, of all clients; read from the stores, the same in every web process',
      registers,
    }),
    deadLettersWaiting: new Gauge({
      name: 'kg_dead_letters_waiting',
      help: 'Rejected records that nobody has replayed or discarded; read from the stores',
      registers,
    }),
    workFailures: new Counter({
      name: 'kg_work_failures_total',
      help: 'Work of a client that failed and was skipped so that the rest could go on; the staff see it in the overview',
      labelNames: ['work'],
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
    deliveries: new Counter({
      name: 'kg_deliveries_total',
      help: 'Attempts at messages about incidents: sent, failed for good, or to be tried again because the destination is away',
      labelNames: ['channel', 'outcome'],
      registers,
    }),
    ...installationMetrics(registers),
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'REST API requests',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}

/** What web processes read from the database about the installation as a whole; the same in each of them. */
function installationMetrics(registers: Registry[]) {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name, help: `${help}; read from the stores, the same in every web process`, labelNames, registers });
  return {
    clients: gauge('kg_clients', 'Clients that are not closed', ['plan', 'status']),
    clusters: gauge('kg_clusters', 'Clusters of clients by what their agents say; silent ones have sent no heartbeat lately', ['status']),
    agentsBuffered: gauge('kg_agents_buffered_records', 'Records that agents hold back, as their last heartbeats say'),
    agentsDropped: gauge('kg_agents_dropped_records', 'Records that agents have lost since they started, as their last heartbeats say'),
    agentsForbidden: gauge('kg_agents_forbidden_kinds', 'Kinds that agents may not read, summed over clusters'),
    openIncidents: gauge('kg_incidents_open', 'Incidents that are open, by how certain the diagnosis is', ['tier']),
    unownedShards: gauge('kg_shards_unowned', 'Shards that no process of a role holds', ['role']),
    failingSteps: gauge('kg_provisioning_steps_failing', 'Steps of setting clients up that fail'),
    failingStripeEvents: gauge('kg_stripe_events_failing', 'Events of Stripe that could not be processed yet'),
    overdueInvoices: gauge('kg_invoices_overdue', 'Invoices that were charged without success'),
    overdueCents: gauge('kg_invoices_overdue_cents', 'What is overdue, in US cents'),
    recurringRevenueCents: gauge('kg_recurring_revenue_cents', 'Monthly recurring revenue, in US cents'),
    databaseBytes: gauge('kg_database_bytes', 'Size of the database'),
    deliveriesWaiting: gauge('kg_deliveries_waiting', 'Messages about incidents that are due and wait', ['channel']),
    oldestDelivery: gauge(
      'kg_delivery_oldest_waiting_seconds',
      'For how long the oldest message has been due that waits although its destination takes messages; 0 when none does',
      ['channel'],
    ),
    failingDestinations: gauge('kg_destinations_failing', 'Destinations that do not take messages at the moment', ['channel']),
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

/** Takes every series of a metric out. `reset` alone leaves one without labels at 0, as if that were known. */
export function clearMetric(metric: Pick<Gauge, 'reset' | 'remove'>): void {
  const { labelNames } = metric as unknown as { labelNames: readonly string[] };
  if (labelNames.length === 0) metric.remove();
  else metric.reset();
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
