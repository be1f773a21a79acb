import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDeadLetters } from '#lib/dead-letters/index.ts';
import { type EventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { type GraphStore, graphStoreOverPort } from '#lib/graph/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { ThreadStart } from '../threads/api.ts';
import { type RunningThread, startThread } from '../threads/start.ts';

const EVENTS = 'events.normalized';
const UNTIL_MS = 60_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let log: EventLog;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-graph-thread-'));
  log = await openPostgresEventLog(db.pool);
});
afterAll(async () => {
  await log.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<{ thread: RunningThread; graph: GraphStore }> {
  const { port1, port2 } = new MessageChannel();
  const settings = readEnv({ DATA_DIR: folder, DATABASE_URL: db.url }, () => 'the secret of the test, long enough for it');
  const start = { thread: 'graph', settings, databaseUrl: db.url, roles: ['graph-builder'], graphPorts: [port1] } satisfies ThreadStart;
  const thread = await startThread(start, () => {});
  return { thread, graph: graphStoreOverPort(port2) };
}

async function stop({ thread, graph }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await graph.close();
  await thread.stop();
}

async function caughtUp(clientId: string): Promise<void> {
  const until = Date.now() + UNTIL_MS;
  while ((await log.lag('graph-builder', clientId))[EVENTS] > 0n) {
    if (Date.now() > until) throw new Error(`the graph of ${clientId} is still behind after ${UNTIL_MS} ms`);
    await delay(50);
  }
}

it('a record that cannot become part of the graph is a dead letter with its place and reason, once, also where the graph is built anew', async () => {
  const clientId = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id: clientId, name: clientId, plan: 'pro', status: 'active' } });
    await tx.provisioningStep.create({ data: { tenantId: clientId, name: 'event-streams', position: 1, status: 'done' } });
  });
  await log.create(clientId, 7);
  const letters = async () =>
    (await listDeadLetters(clientId, { limit: 10 })).map(({ source, stream, offset, reason, record }) => [
      source,
      stream,
      offset,
      reason,
      record,
    ]);
  const expected = [['graph', EVENTS, 1n, 'not_in_graph', 'no message']];

  const first = await start();
  await first.graph.create(clientId);
  const good = { observedAt: Date.now(), cluster: 'prod', event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } } };
  const records = [JSON.stringify({ eventId: 'a', ...good }), 'no message', JSON.stringify({ eventId: 'b', ...good })];
  await log.append(
    clientId,
    EVENTS,
    records.map((value) => ({ key: 'k', value })),
  );
  await caughtUp(clientId);
  expect(await letters()).toEqual(expected);
  expect((await listDeadLetters(clientId, { limit: 10 }))[0]?.detail).toContain('not JSON');
  await stop(first);

  // The graph is lost; all of the log is read again.
  await rm(join(folder, 'graphs'), { recursive: true, force: true });
  const second = await start();
  await second.graph.create(clientId);
  const until = Date.now() + UNTIL_MS;
  while ((await second.graph.positions(clientId))[EVENTS] !== 3n && Date.now() < until) await delay(50);
  expect((await second.graph.positions(clientId))[EVENTS]).toBe(3n);
  expect(await letters()).toEqual(expected);
  await stop(second);
});
