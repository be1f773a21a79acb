import { parentPort, workerData } from 'node:worker_threads';
import { eventLog, openEventLog } from '#lib/event-log/index.ts';
import { graphStoreOverPort } from '#lib/graph/index.ts';
import { ingest } from '#lib/ingest/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';
import { instanceOf } from '../installation.ts';
import { shareShards } from '../shards.ts';
import { startUsage } from '../usage.ts';
import type { Asked, ThreadStart, Told } from './messages.ts';

/** The thread that takes batches in for the web role and, with its role, counts usage. */
const { env: settings, databaseUrl, runsRole, graphPorts } = workerData as ThreadStart;
const tell = (told: Told) => parentPort?.postMessage(told);

env.provide(settings);
const db = await openDatabase(databaseUrl, 4);
database.provide(db);
const events = await openEventLog(settings, db.pool);
eventLog.provide(events);
const [graphPort] = graphPorts;
if (!graphPort) throw new Error('the counting thread needs a port to the graphs');
const graph = graphStoreOverPort(graphPort);
const shards = runsRole ? await shareShards({ pool: db.pool, role: 'usage', instance: instanceOf(settings.DATA_DIR), logger }) : undefined;
const usage = runsRole
  ? startUsage({
      isMine: (clientId) => shards?.fenceOf(clientId) !== undefined,
      db,
      log: events,
      graph,
      clock: systemClock,
      logger,
      onCounted: (clientId, events) => tell({ told: 'counted', clientId, events }),
      onStorage: (clientId, bytes) => tell({ told: 'storage', clientId, bytes }),
    })
  : undefined;

parentPort?.on('message', (asked: Asked) => {
  if (asked.asked === 'stop') return void stop();
  void takeIn(asked);
});

async function takeIn({ id, tenant, stream, body, gzip, now }: Extract<Asked, { asked: 'ingest' }>): Promise<void> {
  try {
    tell({ told: 'ingested', id, ingested: await ingest(tenant, stream, body, gzip, now) });
  } catch (error) {
    if (error instanceof Problem) {
      const { status, code, detail, invalidParams, headers } = error;
      tell({ told: 'refused', id, problem: { status, code, detail, invalidParams, headers } });
    } else {
      // Errors of libraries may hold what cannot go from thread to thread.
      const { message, stack } = error as Error;
      tell({ told: 'not ingested', id, error: Object.assign(new Error(message), { stack }) });
    }
  }
}

async function stop(): Promise<void> {
  await usage?.stop();
  await shards?.stop();
  await graph.close();
  await events.close();
  await db.close();
  parentPort?.close();
}

tell({ told: 'ready' });
