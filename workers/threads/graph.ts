import { parentPort, workerData } from 'node:worker_threads';
import { recordDeadLetters } from '#lib/dead-letters/record.ts';
import { openEventLog } from '#lib/event-log/index.ts';
import { endRebuild, noteRebuild, openGraphStore, serveGraphStore, wantedRebuilds } from '#lib/graph/index.ts';
import { planOf } from '#lib/plans/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { database, inTenantSql, openDatabase } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { getTenant, listActiveTenantIds } from '#lib/tenants/index.ts';
import { startLiveDiagnosis } from '../diagnosis.ts';
import { startGraphBuilder } from '../graph-builder/index.ts';
import { instanceOf } from '../installation.ts';
import { shareShards } from '../shards.ts';
import type { Asked, ThreadStart, Told } from './messages.ts';

/**
 * The thread that owns the graphs: it serves them to the other threads and, with its role, builds them from the log and
 * keeps the incidents true. Graph files allow one owner only.
 */
const { env: settings, databaseUrl, runsRole, graphPorts } = workerData as ThreadStart;
const tell = (told: Told) => parentPort?.postMessage(told);

env.provide(settings);
const db = await openDatabase(databaseUrl, 6);
database.provide(db);
const eventLog = await openEventLog(settings, db.pool);
const store = await openGraphStore(settings, db.pool);
for (const port of graphPorts) serveGraphStore(store, port);

const shards = runsRole
  ? await shareShards({ pool: db.pool, role: 'graph-builder', instance: instanceOf(settings.DATA_DIR), logger })
  : undefined;
const isMine = (clientId: string) => shards?.fenceOf(clientId) !== undefined;
const diagnosis = runsRole ? startLiveDiagnosis({ store, isMine, clock: systemClock, logger }) : undefined;
const builder = runsRole
  ? startGraphBuilder({
      log: eventLog,
      store,
      clients: async () => (await listActiveTenantIds()).filter(isMine),
      fenceOf: (clientId) => shards?.fenceOf(clientId),
      clock: systemClock,
      logger,
      // A transaction over the network waits for several answers: larger ones pay for it. In a file it only keeps readers waiting.
      batchSize: settings.NEO4J_URI ? 2_500 : 500,
      onRenewed: () => diagnosis?.renewed(),
      rebuilds: {
        wanted: wantedRebuilds,
        note: noteRebuild,
        end: (clientId, error) => endRebuild(clientId, systemClock(), error),
      },
      retentionDays: async (clientId) => planOf((await getTenant(clientId)).plan).retentionDays,
      async onRejected(clientId, { stream, record, reason }) {
        const letter = { offset: record.offset, reason: 'not_in_graph', detail: reason, record: record.value };
        await inTenantSql(db.pool, clientId, (sql) =>
          recordDeadLetters((text, params) => sql.query(text, params), clientId, 'graph', stream, [letter]),
        );
      },
      onApplied(clientId, { records, clusters, unhealthy }) {
        tell({ told: 'applied', clientId, records });
        for (const cluster of clusters) diagnosis?.changed(clientId, cluster, unhealthy);
      },
    })
  : undefined;

parentPort?.on('message', (asked: Asked) => {
  if (asked.asked === 'stop') void stop();
});

async function stop(): Promise<void> {
  await builder?.stop();
  await diagnosis?.stop();
  await shards?.stop();
  for (const port of graphPorts) port.close();
  await store.close();
  await eventLog.close();
  await db.close();
  parentPort?.close();
}

tell({ told: 'ready' });
