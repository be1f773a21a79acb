import { parentPort, workerData } from 'node:worker_threads';
import { openEventLog } from '#lib/event-log/index.ts';
import { graphStoreOverPort } from '#lib/graph/index.ts';
import { admit } from '#lib/ingest/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { log } from '#lib/platform/log.ts';
import type { Problem } from '#lib/platform/problem.ts';
import { instanceOf } from '../installation.ts';
import { shareShards } from '../shards.ts';
import { startUsage } from '../usage.ts';
import type { Asked, ThreadStart, Told } from './messages.ts';

/** The thread that takes ingest bodies apart for the web role and, with its role, counts usage. */
const { env: settings, databaseUrl, runsRole, graphPorts } = workerData as ThreadStart;
const tell = (told: Told) => parentPort?.postMessage(told);

env.provide(settings);
const db = await openDatabase(databaseUrl, 4);
database.provide(db);
const eventLog = await openEventLog(settings, db.pool);
const [graphPort] = graphPorts;
if (!graphPort) throw new Error('the counting thread needs a port to the graphs');
const graph = graphStoreOverPort(graphPort);
const shards = runsRole
  ? await shareShards({ pool: db.pool, role: 'usage', instance: instanceOf(settings.DATA_DIR), logger: log })
  : undefined;
const usage = runsRole
  ? startUsage({
      isMine: (clientId) => shards?.fenceOf(clientId) !== undefined,
      db,
      log: eventLog,
      graph,
      clock: systemClock,
      logger: log,
      onCounted: (clientId, events) => tell({ told: 'counted', clientId, events }),
      onStorage: (clientId, bytes) => tell({ told: 'storage', clientId, bytes }),
    })
  : undefined;

parentPort?.on('message', (asked: Asked) => {
  if (asked.asked === 'stop') return void stop();
  const { id, stream, body, gzip } = asked;
  try {
    tell({ told: 'admitted', id, admission: admit(stream, body, gzip) });
  } catch (error) {
    if ((error as Error).name !== 'Problem') throw error;
    const { status, code, detail, invalidParams } = error as Problem;
    tell({ told: 'refused', id, problem: { status, code, detail, invalidParams } });
  }
});

async function stop(): Promise<void> {
  await usage?.stop();
  await shards?.stop();
  await graph.close();
  await eventLog.close();
  await db.close();
  parentPort?.close();
}

tell({ told: 'ready' });
