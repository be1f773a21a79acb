import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EventLog, eventLog, GROUPS, openPostgresEventLog } from '#lib/event-log/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { MAX_BACKLOG } from './backlog.ts';
import { ingest } from './index.ts';

const EVENTS = 'events.normalized';
const SECOND = 1_000;
const PATIENCE = { timeout: 20_000 };
let now = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let log: EventLog;

beforeAll(async () => {
  db = await freshDatabase();
  log = await openPostgresEventLog(db.pool, () => now);
  eventLog.provide(log);
});
afterAll(async () => {
  await log.close();
  await db.drop();
});

async function newClient() {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan: 'pro', status: 'active' } }));
  await log.create(id, 7);
  return { id, name: id, plan: 'pro' as const, status: 'active' as const };
}

async function appendUnread(clientId: string, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({ key: `k/${i}`, value: '{}' }));
  for (let at = 0; at < count; at += 10_000) await log.append(clientId, EVENTS, records.slice(at, at + 10_000));
}

async function readToTheEnd(clientId: string): Promise<void> {
  const ends = await log.ends(clientId);
  for (const group of Object.values(GROUPS)) await log.report(group, clientId, ends);
}

function send(client: Awaited<ReturnType<typeof newClient>>) {
  const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } };
  const records = [{ eventId: randomUUID(), observedAt: now, cluster: 'k', event }];
  return ingest(client, EVENTS, Buffer.from(JSON.stringify({ records })), false, now);
}

const REFUSED = { status: 429, code: 'behind', headers: { 'Retry-After': '10' } };

describe('a client that is too far ahead of its graph', () => {
  it('is told to wait, which costs the others nothing, and is let in again once what it sent was taken in', async () => {
    const [fast, calm] = [await newClient(), await newClient()];
    await appendUnread(fast.id, Number(MAX_BACKLOG) + 1);
    await expect(send(fast)).rejects.toMatchObject(REFUSED);
    expect((await log.ends(fast.id))[EVENTS]).toBe(MAX_BACKLOG + 1n);
    expect(await send(calm)).toMatchObject({ accepted: 1 });
    await readToTheEnd(fast.id);
    await expect(send(fast), 'within the second the last look counts').rejects.toMatchObject(REFUSED);
    now += SECOND;
    await vi.waitFor(async () => expect(await send(fast)).toMatchObject({ accepted: 1 }), PATIENCE);
  });

  it('is one whose usage is behind, too: limits look at what was counted', async () => {
    const fast = await newClient();
    await appendUnread(fast.id, Number(MAX_BACKLOG) + 1);
    await log.report(GROUPS.graph, fast.id, await log.ends(fast.id));
    now += SECOND;
    await vi.waitFor(() => expect(send(fast)).rejects.toMatchObject(REFUSED), PATIENCE);
  });
});

it('data are let in while nobody can say how many records wait', async () => {
  const client = await newClient();
  const failing = vi.spyOn(log, 'endsOfAll').mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
  now += SECOND;
  expect(await send(client)).toMatchObject({ accepted: 1 });
  expect(failing).toHaveBeenCalledOnce();
});
