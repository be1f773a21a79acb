import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { AGENT_VERSION } from '#agent/version.ts';
import { refreshStoreMetrics } from '#lib/admin/index.ts';
import { limiters, openRedisLimiter } from '#lib/api/index.ts';
import { stripePort } from '#lib/billing/index.ts';
import { sampleClusters } from '#lib/clusters/index.ts';
import { type EventLog, eventLog, kafkaAccess, openEventLog, openKafkaAccess } from '#lib/event-log/index.ts';
import { type GraphStore, graphStore, graphStoreOverPort } from '#lib/graph/index.ts';
import { ingestThread } from '#lib/ingest/index.ts';
import { type MailPort, mailPort, queuedMail } from '#lib/mail/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { type Database, database, openDatabase } from '#lib/platform/database/index.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import { type Env, env } from '#lib/platform/env.ts';
import { type HealthServer, startHealthServer } from '#lib/platform/health-server.ts';
import { type Jobs, jobs, openJobs } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { observeMachine } from '#lib/platform/machine-metrics.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { readiness } from '#lib/platform/readiness.ts';
import { type ProvisioningParts, provisioningParts } from '#lib/provisioning/index.ts';
import { type Demo, startDemo } from './demo.ts';
import { openExternalServices } from './external-services.ts';
import { assertPortFree, closeToOthers, instanceOf, keptSecret, lockDataDir } from './installation.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Options } from './options.ts';
import { ROLES, type RoleName } from './roles/index.ts';
import type { PartsOf, Role } from './roles/role.ts';
import { startSampleClusters } from './sample-clusters.ts';
import { shareShards } from './shards.ts';
import type { WorkerThreadName } from './threads/api.ts';
import { startThread } from './threads/start.ts';
import { startTracing } from './tracing.ts';

const root = join(import.meta.dirname, '..');

/** What a process is composed from. */
export interface Composition {
  options: Options;
  settings: Env;
  lifecycle: Lifecycle;
  /** Called with a line for people at each step that takes time. */
  onStep: (line: string) => void;
  /** Called when a part of the process died and it must stop. */
  onDeath: (error: Error) => void;
}

/** A process that is ready. */
export interface Composed {
  /** Where the health server listens. */
  healthUrl: string;
  demo: Demo | undefined;
}

/**
 * The only wiring of a process: opens its parts in order, hands them to the roles, and provides the handles that routes
 * reach them by (lib/platform/handles.ts). Each part is kept in `lifecycle`, which stops them in the opposite order.
 * Throws what a part throws that cannot be opened, and StoppingError once the process is told to stop.
 */
export async function compose(composition: Composition): Promise<Composed> {
  const { options, settings, lifecycle, onStep } = composition;
  const isWeb = options.roles.includes('web');
  env.provide(settings);
  process.env.NEXTAUTH_URL = settings.publicUrl; // next-auth reads its address from there
  readiness.starting();
  if (isWeb) await assertPortFree('PORT', settings.HOST, settings.PORT);
  await lifecycle.open(
    'lock',
    () => lockDataDir(settings.DATA_DIR),
    (unlock) => unlock(),
    { isEssential: true },
  );
  closeToOthers(settings.DATA_DIR);
  await lifecycle.open(
    'tracing',
    () => startTracing(settings, 'main'),
    (tracing) => tracing?.stop(),
  );
  const health = await openHealthServer(composition, isWeb);
  onStep('Starting the database');
  const databaseUrl = await openPostgres(composition);
  const db = await lifecycle.open('database pools', () => openDatabase(databaseUrl));
  database.provide(db);
  const boss = await lifecycle.open('jobs', () => openJobs(databaseUrl));
  jobs.provide(boss);
  const log = await lifecycle.open('event log', () => openEventLog(settings, db.pool));
  eventLog.provide(log);
  onStep('Starting the graphs and the ingest');
  const graph = await openThreads(composition, databaseUrl);
  const provisioning = await openProvisioning(composition, { graph, log });
  onStep(isWeb ? 'Starting the portal' : 'Starting the roles');
  const mail = await openServices(composition, boss);
  await startRoles(composition, { db, boss, log, graph, provisioning, mail });
  const demo = isWeb && settings.loopback ? await openSamples(composition, provisioning) : undefined;
  readiness.ready();
  return { healthUrl: health.url, demo };
}

/** Opens the health server early, so that a supervisor can tell a slow start from a dead one. */
async function openHealthServer({ settings, lifecycle }: Composition, isWeb: boolean): Promise<HealthServer> {
  const { HOST: host, HEALTH_PORT, PORT } = settings;
  // The port that nobody chose may be taken: any other does, as nobody relies on it.
  const port =
    HEALTH_PORT ??
    (await assertPortFree('HEALTH_PORT', host, PORT + 1).then(
      () => PORT + 1,
      () => 0,
    ));
  if (port !== 0) await assertPortFree('HEALTH_PORT', host, port);
  const { DATA_DIR: dataDir, KAFKA_CA, KAFKA_AGENT_CA } = settings;
  observeMachine(metrics().registry, { dataDir, certificates: { KAFKA_CA, KAFKA_AGENT_CA } });
  const options = {
    host,
    port,
    registry: metrics().registry,
    check: async () => void (await database.use().pool.query('SELECT 1')),
    // The metrics that are read from the stores are the same in every web process.
    ...(isWeb && { beforeMetrics: async () => void (readiness.state() === 'ready' && (await refreshStoreMetrics())) }),
  };
  return await lifecycle.open('health server', () => startHealthServer(options));
}

/** Returns the address of the database, which is migrated: of DATABASE_URL, or of a server that this process starts. */
async function openPostgres({ settings, lifecycle, onStep }: Composition): Promise<string> {
  const { DATABASE_URL, DATA_DIR } = settings;
  let url = DATABASE_URL;
  if (!url) {
    const password = keptSecret(DATA_DIR, 'database-password');
    const server = await lifecycle.open(
      'PostgreSQL',
      () => startEmbeddedPostgres(join(DATA_DIR, 'postgres'), password, { signal: lifecycle.signal }),
      (opened) => opened.stop(),
      { isEssential: true },
    );
    if (server.notice) onStep(server.notice);
    url = server.url;
  }
  const applied = await migrate(url, root);
  if (applied.length > 0) logger.info({ migrations: applied }, 'database migrated');
  return url;
}

/** Starts the worker threads with their roles; returns the graphs as this thread reaches them. */
async function openThreads({ settings, options, lifecycle, onDeath }: Composition, databaseUrl: string): Promise<GraphStore> {
  const [toMain, toIngest] = [new MessageChannel(), new MessageChannel()];
  const open = (thread: WorkerThreadName, graphPorts: MessagePort[]) => {
    const roles = chosenRoles(options, thread);
    const start = { thread, settings, databaseUrl, roles, graphPorts };
    return lifecycle.open(`thread ${thread}`, () => startThread(start, onDeath));
  };
  await open('graph', [toMain.port1, toIngest.port1]);
  const { ingest } = await open('ingest-usage', [toIngest.port2]);
  const graph = graphStoreOverPort(toMain.port2);
  graphStore.provide(graph);
  ingestThread.provide(ingest);
  return graph;
}

/** What provisioning works on; where the event log is Kafka, with the administration of clients' users if agents reach the brokers. */
async function openProvisioning(
  { settings, lifecycle }: Composition,
  { graph, log }: { graph: GraphStore; log: EventLog },
): Promise<ProvisioningParts> {
  const { secretKey, publicUrl: endpoint, KAFKA_AGENT_BROKERS: agentBrokers, KAFKA_AGENT_CA, AGENT_IMAGE: agentImage } = settings;
  const kafka = await kafkaAccess(settings);
  const parts: ProvisioningParts = { graph, log, kafka: undefined, secretKey, endpoint, root, agentVersion: AGENT_VERSION, agentImage };
  if (kafka && agentBrokers) {
    const access = await lifecycle.open('Kafka administration', () => openKafkaAccess(kafka));
    parts.kafka = { access, agentBrokers, agentCa: KAFKA_AGENT_CA ? await readFile(KAFKA_AGENT_CA, 'utf8') : undefined };
  }
  provisioningParts.provide(parts);
  return parts;
}

/** Returns the transport of mails, which only the notifier sends through: everything else queues them. */
async function openServices({ settings, options, lifecycle }: Composition, boss: Jobs): Promise<MailPort> {
  const { mail, stripe } = await lifecycle.open('external services', () => openExternalServices(settings));
  mailPort.provide(queuedMail(boss, mail));
  if (stripe) stripePort.provide(stripe);
  const { REDIS_URL } = settings;
  // The provisioner forgets what is counted of a client that is deleted.
  if (REDIS_URL && ['web' as const, 'provisioner' as const].some((role) => options.roles.includes(role))) {
    limiters.provide(await lifecycle.open('Redis', () => openRedisLimiter(REDIS_URL, logger)));
  }
  return mail;
}

async function startRoles(
  { settings, options, lifecycle }: Composition,
  { boss, ...shared }: { db: Database; boss: Jobs; log: EventLog; graph: GraphStore; provisioning: ProvisioningParts; mail: MailPort },
): Promise<void> {
  for (const role of ROLES) {
    if (role.thread !== 'main' || !options.roles.includes(role.name)) continue;
    const parts: PartsOf['main'] = {
      ...{ settings, ...shared, root, logger },
      clock: systemClock,
      jobs: jobsOf(role, boss),
      joinShards: () => shareShards({ pool: shared.db.pool, role: role.name, instance: instanceOf(settings.DATA_DIR), logger }),
    };
    await lifecycle.open(role.name, () => role.start(parts));
  }
}

/** The jobs as a role sees them: it works on the queues that it declares. */
function jobsOf({ name, queues }: Role<'main'>, boss: Jobs): Jobs {
  return {
    ...boss,
    work(queue, handler) {
      if (!queues.includes(queue.name)) throw new Error(`the role ${name} does not declare the queue ${queue.name}`);
      return boss.work(queue, handler);
    },
  };
}

/** Sample clusters, and the demo client if it is asked for. */
async function openSamples({ settings, options, lifecycle }: Composition, parts: ProvisioningParts): Promise<Demo | undefined> {
  const { DATA_DIR: dataDir, publicUrl: endpoint, secretKey } = settings;
  const { clusters } = await lifecycle.open('sample clusters', () =>
    startSampleClusters({ dataDir, root, endpoint, secretKey, kafka: parts.kafka }),
  );
  sampleClusters.provide(clusters);
  if (!options.demo) return undefined;
  return await lifecycle.open('demo', () => startDemo({ secretKey, provisioning: parts, samples: clusters }));
}

function chosenRoles(options: Options, thread: WorkerThreadName): RoleName[] {
  return ROLES.filter((role) => role.thread === thread && options.roles.includes(role.name)).map(({ name }) => name);
}
