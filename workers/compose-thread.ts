import { eventLog, openEventLog } from '#lib/event-log/index.ts';
import { graphStoreOverPort, openGraphStore, serveGraphStore } from '#lib/graph/index.ts';
import { type Ingest, ingest } from '#lib/ingest/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { instanceOf } from './installation.ts';
import type { PartsOf, Role, RunningRole } from './roles/role.ts';
import { shareShards } from './shards.ts';
import type { ThreadStart, WorkerThreadName } from './threads/api.ts';
import { startTracing } from './tracing.ts';

/** Connections to PostgreSQL. */
const CONNECTIONS: Record<WorkerThreadName, number> = { graph: 6, 'ingest-usage': 4 };

/**
 * The wiring of a worker thread, as compose.ts is that of the process: opens what its roles need, hands it to them, and
 * provides the handles of this thread, which shares no memory with the others.
 */
export async function composeThread(start: ThreadStart): Promise<{ ingest: Ingest; stop(): Promise<void> }> {
  const { thread, settings, databaseUrl, roles, graphPorts } = start;
  env.provide(settings);
  const tracing = await startTracing(settings, thread);
  const db = await openDatabase(databaseUrl, CONNECTIONS[thread]);
  database.provide(db);
  const log = await openEventLog(settings, db.pool);
  eventLog.provide(log);
  const graph = thread === 'graph' ? await openGraphStore(settings, db.pool) : graphStoreOverPort(onlyPortOf(start));
  if (thread === 'graph') for (const port of graphPorts) serveGraphStore(graph, port);

  const running: RunningRole[] = [];
  for (const name of roles) {
    // By name, so that a thread loads its own roles only.
    const role = (await import(`./roles/${name}.ts`)) as Role<WorkerThreadName>;
    const joinShards = () => shareShards({ pool: db.pool, role: name, instance: instanceOf(settings.DATA_DIR), logger });
    running.push(await role.start({ settings, db, log, graph, clock: systemClock, logger, joinShards } as PartsOf['graph']));
  }
  return {
    ingest,
    async stop() {
      for (const role of running.reverse()) await role.stop();
      for (const port of graphPorts) port.close();
      await graph.close();
      await log.close();
      await db.close();
      await tracing?.stop();
    },
  };
}

function onlyPortOf({ thread, graphPorts: [port] }: ThreadStart) {
  if (!port) throw new Error(`the thread ${thread} needs a port to the graphs`);
  return port;
}
