import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EventLog, eventLog, GROUPS, openPostgresEventLog } from '#lib/event-log/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { MAX_BACKLOG } from './backlog.ts';
import { ingest } from './index.ts';
import { newSendingClient, type SendingClient } from './testing/client.ts';

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

const newClient = () => newSendingClient(log);

async function appendUnread(tenantId: string, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({ key: `k/${i}`, value: '{}' }));
  for (let at = 0; at < count; at += 10_000) await log.append(tenantId, EVENTS, records.slice(at, at + 10_000));
}

async function readToTheEnd(tenantId: string): Promise<void> {
  const ends = await log.ends(tenantId);
  for (const group of Object.values(GROUPS)) await log.report(group, tenantId, ends);
}

function send(client: SendingClient) {
  const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } };
  const records = [{ eventId: randomUUID(), observedAt: now, cluster: 'k', event }];
  return ingest(client, EVENTS, Buffer.from(JSON.stringify({ records })), false, now);
}

const REFUSED = { status: 429, code: 'behind', headers: { 'Retry-After': '10' } };

describe('a client with too large a backlog', () => {
  it('is refused until its records have been processed, which does not affect other clients', async () => {
    const [fast, calm] = [await newClient(), await newClient()];
    await appendUnread(fast.id, Number(MAX_BACKLOG) + 1);
    await expect(send(fast)).rejects.toMatchObject(REFUSED);
    expect((await log.ends(fast.id))[EVENTS]).toBe(MAX_BACKLOG + 1n);
    expect(await send(calm)).toMatchObject({ accepted: 1 });
    await readToTheEnd(fast.id);
    await expect(send(fast), 'the cached result counts for a second').rejects.toMatchObject(REFUSED);
    now += SECOND;
    await vi.waitFor(async () => expect(await send(fast)).toMatchObject({ accepted: 1 }), PATIENCE);
  });

  it('includes one whose usage lags behind, because limits depend on what has been counted', async () => {
    const fast = await newClient();
    await appendUnread(fast.id, Number(MAX_BACKLOG) + 1);
    await log.report(GROUPS.graph, fast.id, await log.ends(fast.id));
    now += SECOND;
    await vi.waitFor(() => expect(send(fast)).rejects.toMatchObject(REFUSED), PATIENCE);
  });
});

it('data is accepted while the backlog cannot be read', async () => {
  const client = await newClient();
  const failing = vi.spyOn(log, 'endsOfAll').mockRejectedValueOnce(new Error('connect ECONNREFUSED'));
  now += SECOND;
  expect(await send(client)).toMatchObject({ accepted: 1 });
  expect(failing).toHaveBeenCalledOnce();
});
