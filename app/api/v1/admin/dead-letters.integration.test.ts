import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteHandler } from '#lib/api/index.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { countClient } from '#lib/usage/index.ts';
import { GET as OWN } from '../dead-letters/route.ts';
import { POST as INGEST } from '../ingest/[stream]/route.ts';
import { POST as REPLAY } from './dead-letters/[id]/replay/route.ts';
import { DELETE as DISCARD } from './dead-letters/[id]/route.ts';
import { GET as LIST } from './dead-letters/route.ts';

const ADMIN_TOKEN = 'the-token-of-the-staff-in-this-test';
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({ ADMIN_TOKEN }, () => 'the secret of the test, long enough for it'));
  eventLog.provide(await openPostgresEventLog(db.pool));
});
afterAll(async () => {
  await eventLog.use().close();
  await db.drop();
});

async function newClient() {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const token = await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: id, plan: 'free', status: 'active' } });
    return (await createApiKey(tx, { tenantId: id, name: 'k', scopes: ['ingest', 'read', 'write'], actor: 'test' })).key;
  });
  await eventLog.use().create(id, 7);
  return { id, token };
}

async function call(handler: RouteHandler, given: { id?: string; query?: string; body?: unknown; token?: string } = {}) {
  const { method, path } = handler.declaration;
  const request = new Request(`http://127.0.0.1:3000${path.replace('{id}', given.id ?? '')}${given.query ?? ''}`, {
    method,
    headers: { Authorization: `Bearer ${given.token ?? ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  const response = await handler(request, { params: Promise.resolve({ id: given.id ?? '', stream: 'events.normalized' }) });
  return { status: response.status, body: await response.json() };
}

const message = (eventId: string, cluster: string) => ({
  eventId,
  observedAt: 1,
  cluster,
  event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } },
});

/** A client on Free, which allows one cluster, that has sent data of a second one. */
async function withLetter() {
  const client = await newClient();
  await call(INGEST, { token: client.token, body: { records: [message('a', 'one'), message('b', 'two')] } });
  const { items } = (await call(LIST, { query: `?client_id=${client.id}` })).body;
  expect(items.length).toBe(1);
  return { ...client, letter: items[0].id as string };
}

describe('dead letters over REST', () => {
  it('show the staff whose record was rejected, where and why', async () => {
    const { id } = await withLetter();
    const { status, body } = await call(LIST, { query: `?client_id=${id}&state=waiting&source=edge&stream=events.normalized` });
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({
      clientId: id,
      source: 'edge',
      stream: 'events.normalized',
      offset: null,
      reason: 'cluster_limit',
      detail: expect.stringContaining('allows 1 cluster'),
      record: JSON.stringify(message('b', 'two')),
      state: 'waiting',
      settledBy: null,
    });
    expect((await call(LIST, { query: `?client_id=${id}&state=replayed` })).body.items).toEqual([]);
  });

  it('are returned once each, in pages with a cursor', async () => {
    const { id, token } = await newClient();
    await call(INGEST, { token, body: { records: Array.from({ length: 5 }, (_, i) => ({ broken: i })) } });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: { items: { record: string }[]; nextCursor: string | null } } = await call(LIST, {
        query: `?client_id=${id}&limit=2${cursor && `&cursor=${cursor}`}`,
      });
      seen.push(...body.items.map(({ record }) => record));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0].map((i) => `{"broken":${i}}`));
  });

  it('in a client’s own list are only those of the client', async () => {
    const [mine, other] = [await withLetter(), await withLetter()];
    const ids = (items: { id: string }[]) => items.map(({ id }) => id);
    const { status, body } = await call(OWN, { token: mine.token });
    expect([status, ids(body.items)]).toEqual([200, [mine.letter]]);
    const asked = await call(OWN, { token: mine.token, query: `?client_id=${other.id}` });
    expect([asked.status, ids(asked.body.items)]).toEqual([200, [mine.letter]]);
    expect(JSON.stringify(body)).not.toContain('clientId');
  });

  it('are replayed by the staff once the cause is fixed, but not twice; refusals give the reason', async () => {
    const { id, letter } = await withLetter();
    const early = await call(REPLAY, { id: letter });
    expect([early.status, early.body.code]).toEqual([409, 'still_rejected']);
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { plan: 'pro' } }));
    expect(await call(REPLAY, { id: letter })).toEqual({ status: 200, body: { clientId: id, stream: 'events.normalized', offset: '1' } });
    expect(await countClient({ pool: db.pool, log: eventLog.use(), clock: Date.now }, id)).toMatchObject({ events: 2, rejected: 0 });
    const again = await call(REPLAY, { id: letter });
    expect([again.status, again.body.code]).toEqual([409, 'already_replayed']);
    const acts = await inTenant(id, (tx) => tx.auditEntry.findMany({ where: { action: 'dead_letter.replayed' } }));
    expect(acts.map(({ actor, target }) => [actor, target])).toEqual([['staff token', letter]]);
  });

  it('are discarded by the staff and can then not be replayed', async () => {
    const { id, letter } = await withLetter();
    expect((await call(DISCARD, { id: letter })).status).toBe(200);
    expect((await call(LIST, { query: `?client_id=${id}` })).body.items[0]).toMatchObject({ state: 'discarded', settledBy: 'staff token' });
    expect((await call(REPLAY, { id: letter })).body.code).toBe('discarded');
  });

  it('that do not exist or have a malformed number get the same response; invalid filters are named', async () => {
    for (const id of ['999999999', 'no-number', '-1', '9'.repeat(40)]) {
      expect([id, (await call(REPLAY, { id })).status, (await call(DISCARD, { id })).status]).toEqual([id, 404, 404]);
    }
    const bad = await call(LIST, { query: '?state=lost&cursor=x&stream=nothing' });
    expect([bad.status, bad.body.invalid_params.map(({ name }: { name: string }) => name).sort()]).toEqual([
      422,
      ['cursor', 'state', 'stream'],
    ]);
  });

  it('cannot be replayed or discarded by clients, for whom the operations do not exist', async () => {
    const { letter, token } = await withLetter();
    for (const handler of [REPLAY, DISCARD, LIST]) expect((await call(handler, { id: letter, token })).status).toBe(404);
  });
});
