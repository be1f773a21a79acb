import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { AGENT_VERSION } from '#agent/version.ts';
import { limiters, openRedisLimiter } from '#lib/api/index.ts';
import { staffExists, staffSignInLink } from '#lib/auth/index.ts';
import { startStripeEvents } from '#lib/billing/index.ts';
import { startQuotaEnforcement } from '#lib/enforcement/index.ts';
import { eventLog, kafkaAccess, openEventLog, openKafkaAccess } from '#lib/event-log/index.ts';
import { graphStore, graphStoreOverPort } from '#lib/graph/index.ts';
import { ingestThread } from '#lib/ingest/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import { BadEnvironmentError, type Env, env, ROLES, readEnv } from '#lib/platform/env.ts';
import { jobs, openJobs } from '#lib/platform/jobs.ts';
import { logger } from '#lib/platform/logger.ts';
import { type ProvisioningParts, provisioningParts, startProvisioner } from '#lib/provisioning/index.ts';
import { startDemo } from './demo.ts';
import { connectOutside } from './external-services.ts';
import { assertPortFree, CannotStartError, keptSecret, lockDataDir, prepareDataDir } from './installation.ts';
import { startNotifier } from './notifier.ts';
import { BadOptionError, type Options, readOptions } from './options.ts';
import { startSampleClusters } from './sample-cluster.ts';
import { ingestOver } from './threads/ingest.ts';
import { startThread } from './threads/start.ts';
import { startWeb } from './web.ts';

const root = join(import.meta.dirname, '..');

/** What was started, to be stopped in the opposite order. */
const started: { name: string; stop: () => Promise<unknown> | unknown }[] = [];

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const settings = readSettings(options);
  const runs = (role: Options['roles'][number]) => options.roles.includes(role);
  env.provide(settings);
  if (runs('web')) await assertPortFree(settings.HOST, settings.PORT);
  const unlock = lockDataDir(settings.DATA_DIR);
  started.push({ name: 'lock', stop: unlock });

  say('Starting the database');
  const databaseUrl = await startDatabase(settings);
  const db = await openDatabase(databaseUrl);
  database.provide(db);
  started.push({ name: 'database pools', stop: db.close });
  const boss = await openJobs(databaseUrl);
  jobs.provide(boss);
  started.push({ name: 'jobs', stop: boss.close });
  const events = await openEventLog(settings, db.pool);
  eventLog.provide(events);
  started.push({ name: 'event log', stop: events.close });

  say('Starting graphs and counting');
  await startThreads(settings, databaseUrl, options);
  const parts = {
    graph: graphStore.use(),
    log: events,
    kafka: await openKafka(settings),
    secretKey: settings.secretKey,
    endpoint: settings.publicUrl,
    root,
    agentVersion: AGENT_VERSION,
  };
  provisioningParts.provide(parts);
  const outside = await connectOutside(settings);
  started.push({ name: 'outside', stop: outside.close });
  if (runs('provisioner')) {
    await startProvisioner(parts);
    started.push({ name: 'quota enforcement', stop: startQuotaEnforcement(parts).stop });
  }
  if (runs('notifier')) {
    const notifier = await startNotifier({ clock: systemClock, logger });
    started.push({ name: 'notifier', stop: notifier.stop });
  }
  if (runs('web')) {
    if (settings.REDIS_URL) {
      const limiter = await openRedisLimiter(settings.REDIS_URL, logger);
      limiters.provide(limiter);
      started.push({ name: 'Redis', stop: limiter.close });
    }
    await startStripeEvents();
    say('Starting the portal');
    const web = await startWeb({ root, host: settings.HOST, port: settings.PORT });
    started.push({ name: 'web', stop: web.stop });
    if (settings.loopback) {
      const samples = await startSampleClusters({
        dataDir: settings.DATA_DIR,
        root,
        endpoint: settings.publicUrl,
        secretKey: settings.secretKey,
        kafka: parts.kafka,
      });
      started.push({ name: 'sample clusters', stop: samples.stop });
    }
    const demo = options.demo ? await startDemo(settings) : undefined;
    if (demo) started.push({ name: 'demo', stop: demo.stop });
    await welcome(settings, demo?.signIn);
  } else {
    process.stdout.write(`\nKG RCA is ready: ${options.roles.join(', ')}\n\n  Ctrl-C stops it.\n`);
  }
}

function readSettings(options: Options): Env {
  const variables = { ...process.env, ...options.variables };
  const settings = readEnv(variables, (dataDir) => keptSecret(dataDir, 'secret-key'));
  process.env.NEXTAUTH_URL = settings.publicUrl; // next-auth reads its address from there
  const shared = ['DATABASE_URL', 'NEO4J_URI', 'SECRET_KEY'].filter((name) => !variables[name]);
  if (options.roles.length < ROLES.length && shared.length > 0) {
    throw new CannotStartError(
      `--roles: a process that runs some roles only shares the rest with others, and needs ${shared.join(', ')} set; without --roles one process runs all on embedded parts`,
    );
  }
  return { ...settings, DATA_DIR: prepareDataDir(settings.DATA_DIR) };
}

async function startDatabase(settings: Env): Promise<string> {
  let url = settings.DATABASE_URL;
  if (!url) {
    const server = await startEmbeddedPostgres(join(settings.DATA_DIR, 'postgres'), keptSecret(settings.DATA_DIR, 'database-password'));
    started.push({ name: 'PostgreSQL', stop: server.stop });
    url = server.url;
  }
  const applied = await migrate(url, root);
  if (applied.length > 0) logger.info({ migrations: applied }, 'database migrated');
  return url;
}

/** Where the event log is Kafka: the administration of clients' users. Agents reach the brokers by KAFKA_AGENT_BROKERS, if it is set. */
async function openKafka(settings: Env): Promise<ProvisioningParts['kafka']> {
  const access = await kafkaAccess(settings);
  if (!access || !settings.KAFKA_AGENT_BROKERS) return undefined;
  const opened = openKafkaAccess(access);
  started.push({ name: 'Kafka administration', stop: opened.close });
  const agentCa = settings.KAFKA_AGENT_CA ? await readFile(settings.KAFKA_AGENT_CA, 'utf8') : undefined;
  return { access: opened, agentBrokers: settings.KAFKA_AGENT_BROKERS, agentCa };
}

/** Heavy work has threads of its own, so that the portal stays quick while data pours in. */
async function startThreads(settings: Env, databaseUrl: string, { roles }: Options): Promise<void> {
  const onDeath = (error: Error) => {
    logger.fatal({ err: error }, 'stopping: a part of this process died');
    void stop(1);
  };
  const [forMain, forCounting] = [new MessageChannel(), new MessageChannel()];
  const common = { env: settings, databaseUrl };
  const graphPorts = [forMain.port1, forCounting.port1];
  const graph = await startThread('graph', { ...common, graphPorts, runsRole: roles.includes('graph-builder') }, onDeath);
  started.push({ name: 'graph thread', stop: graph.stop });
  graphStore.provide(graphStoreOverPort(forMain.port2));
  const counting = await startThread(
    'counting',
    { ...common, graphPorts: [forCounting.port2], runsRole: roles.includes('usage') },
    onDeath,
  );
  started.push({ name: 'counting thread', stop: counting.stop });
  ingestThread.provide(ingestOver(counting));
}

async function welcome(settings: Env, demo: { email: string; password: string } | undefined): Promise<void> {
  const lines = ['', `KG RCA is ready: ${settings.publicUrl}`, ''];
  if (demo) lines.push(`  Demo client     ${demo.email} / ${demo.password}`);
  if (settings.loopback && !settings.SMTP_URL) lines.push(`  Mails land in   ${settings.publicUrl}/outbox`);
  if (settings.loopback && !settings.STRIPE_SECRET_KEY) lines.push('  Payments        simulated; card 4242 4242 4242 4242 pays');
  if (!(await staffExists())) {
    const email = settings.ADMIN_EMAIL ?? 'staff@localhost';
    lines.push(
      `  Staff sign in   ${await staffSignInLink(email, Date.now())}`,
      `                  (once, within 24 hours, as ${email}; choose a password there)`,
    );
  }
  lines.push('', '  Ctrl-C stops everything.', '');
  process.stdout.write(lines.join('\n'));
}

function say(line: string): void {
  process.stdout.write(`${line} ...\n`);
}

let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const { name, stop: end } of started.reverse()) {
    try {
      await end();
    } catch (error) {
      logger.error({ err: error, part: name }, 'a part did not stop cleanly');
    }
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) say('\nStopping');
    void stop(0);
  });
}

main().catch(async (error: Error) => {
  const plain = error instanceof BadOptionError || error instanceof BadEnvironmentError || error instanceof CannotStartError;
  process.stderr.write(plain ? `${error.message}\n` : `KG RCA could not start: ${error.stack}\n`);
  await stop(1);
});
