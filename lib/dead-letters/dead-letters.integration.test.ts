import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { ingest } from '#lib/ingest/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem, inTenant, inTenantSql } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { countClient } from '#lib/usage/index.ts';
import {
  deadLetterStock,
  deleteDeadLettersBefore,
  discardDeadLetter,
  listAllDeadLetters,
  listDeadLetters,
  recordOfDeadLetter,
  replayDeadLetter,
} from './index.ts';
import { type RejectedRecord, recordDeadLetters, type Source } from './record.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const EVENTS = 'events.normalized';
const ACTOR = 'staff@example.com';
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  eventLog.provide(await openPostgresEventLog(db.pool, () => NOW));
});
afterAll(async () => {
  await eventLog.use().close();
  await db.drop();
});

async function newClient(plan: 'free' | 'basic' = 'basic') {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const tenant = { id, name: id, plan, limits: PLANS[plan], status: 'active' as const };
  await asSystem((tx) => tx.tenant.create({ data: tenant }));
  await eventLog.use().create(id, 7);
  return tenant;
}

const message = (eventId: string, cluster = 'prod') => ({
  eventId,
  observedAt: NOW,
  cluster,
  event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } },
});
const reject = (tenantId: string, source: Source, ...records: RejectedRecord[]) =>
  inTenantSql(db.pool, tenantId, (sql) => recordDeadLetters((text, params) => sql.query(text, params), tenantId, source, EVENTS, records));
const good = (eventId: string, offset?: bigint): RejectedRecord => ({
  ...(offset === undefined ? {} : { offset }),
  reason: 'not_in_graph',
  detail: 'no such value',
  record: JSON.stringify(message(eventId)),
});
const letters = (tenantId: string) => listDeadLetters(tenantId, { limit: 50 });
const only = async (tenantId: string) => {
  const [letter, ...others] = await letters(tenantId);
  if (!letter || others.length > 0) throw new Error(`${tenantId} does not have exactly one dead letter`);
  return letter;
};
const counts = (tenantId: string) =>
  inTenant(tenantId, async (tx) =>
    Object.fromEntries((await tx.deadLetterCount.findMany()).map((row) => [row.source, Number(row.records)])),
  );
const logged = async (tenantId: string) =>
  (await eventLog.use().read(tenantId, EVENTS, 0n, 100)).map(({ value }) => JSON.parse(value).eventId as string);
const count = (tenantId: string) => countClient({ pool: db.pool, log: eventLog.use(), clock: () => NOW }, tenantId);

describe('a rejected record', () => {
  it('is stored and counted once per source, however often it is reported', async () => {
    const { id } = await newClient();
    for (let i = 0; i < 3; i++) await reject(id, 'graph', good('a', 4n), good('b', 7n), good('a', 4n));
    await reject(id, 'usage', good('a', 4n));
    expect((await letters(id)).map(({ source, offset }) => `${source} ${offset}`)).toEqual(['usage 4', 'graph 7', 'graph 4']);
    expect(await counts(id)).toEqual({ graph: 2, usage: 1 });
  });

  it('is stored each time when ingest rejects it, because it has no offset yet', async () => {
    const { id } = await newClient();
    await reject(id, 'edge', good('a'));
    await reject(id, 'edge', good('a'));
    expect((await letters(id)).map(({ source, offset, state }) => [source, offset, state])).toEqual([
      ['edge', null, 'waiting'],
      ['edge', null, 'waiting'],
    ]);
    expect(await counts(id)).toEqual({ edge: 2 });
  });

  it('is stored without the NUL characters that PostgreSQL cannot store, in record and detail', async () => {
    const { id } = await newClient();
    await reject(id, 'usage', { offset: 0n, reason: 'unreadable', detail: 'unexpected \u0000', record: 'a\u0000b' });
    expect(await only(id)).toMatchObject({ detail: 'unexpected ', record: 'ab' });
  });

  it('leaves no dead letter and no count when the transaction is rolled back', async () => {
    const { id } = await newClient();
    await expect(
      inTenantSql(db.pool, id, async (sql) => {
        await recordDeadLetters((text, params) => sql.query(text, params), id, 'usage', EVENTS, [good('a', 1n)]);
        throw new Error('killed here');
      }),
    ).rejects.toThrow('killed here');
    expect([await letters(id), await counts(id)]).toEqual([[], {}]);
  });
});

describe('the dead letters of a client', () => {
  const many = (n: number, record: string): RejectedRecord[] => Array.from({ length: n }, () => ({ reason: 'r', detail: 'd', record }));

  it('are kept up to the number of its plan; what is rejected beyond it is counted all the same', async () => {
    const [client, other] = [await newClient('free'), await newClient('free')];
    await reject(client.id, 'edge', ...many(600, 'x'));
    await reject(client.id, 'edge', ...many(600, 'x'));
    await reject(client.id, 'usage', { ...good('late', 1n) });
    expect(await deadLetterStock(client.id)).toMatchObject({ records: 1_000 });
    expect(await counts(client.id)).toEqual({ edge: 1_200, usage: 1 });
    await reject(other.id, 'edge', good('a'));
    expect(await deadLetterStock(other.id)).toMatchObject({ records: 1 });
  });

  it('are kept up to the bytes of its plan: eight requests of rejects do not fill the disk', async () => {
    const { id } = await newClient('free');
    for (let i = 0; i < 8; i++) await reject(id, 'edge', ...many(60, 'x'.repeat(250_000)));
    expect(await deadLetterStock(id)).toEqual({ records: 39, bytes: 39 * 250_001 });
    expect(await counts(id)).toEqual({ edge: 480 });
  });

  it('make room when they are deleted, whoever deletes them', async () => {
    const { id } = await newClient('free');
    await reject(id, 'edge', ...many(1_000, 'x'));
    await deleteDeadLettersBefore(id, Date.now() + 60_000);
    expect(await deadLetterStock(id)).toEqual({ records: 0, bytes: 0 });
    await reject(id, 'edge', good('a'));
    await asSystem((tx) => tx.deadLetter.deleteMany({ where: { tenantId: id } }));
    expect(await deadLetterStock(id)).toEqual({ records: 0, bytes: 0 });
  });

  it('have a detail of bounded length, however much is wrong with a record', async () => {
    const { id } = await newClient();
    await reject(id, 'edge', { reason: 'r', detail: 'wrong '.repeat(10_000), record: '{}' });
    expect((await only(id)).detail).toHaveLength(2_000);
  });
});

describe('the list', () => {
  it('returns every dead letter once, newest first and in pages, filtered by stream, source and state', async () => {
    const { id } = await newClient();
    await reject(id, 'graph', ...Array.from({ length: 5 }, (_, i) => good(`e${i}`, BigInt(i))));
    await reject(id, 'edge', good('at the edge'));
    const all = await letters(id);
    const paged = [];
    for (let cursor: bigint | undefined; ; ) {
      const page = await listDeadLetters(id, { limit: 2, cursor });
      paged.push(...page);
      cursor = page.at(-1)?.id;
      if (page.length < 2) break;
    }
    expect(paged).toEqual(all);
    expect(all.map((letter) => letter.id)).toEqual(all.map((letter) => letter.id).toSorted((a, b) => Number(b - a)));
    await discardDeadLetter(all[0]?.id ?? 0n, ACTOR, NOW);
    const sizes = [
      { source: 'graph' },
      { source: 'edge' },
      { stream: EVENTS },
      { stream: 'logs.normalized' },
      { state: 'discarded' },
    ] as const;
    expect(await Promise.all(sizes.map(async (filter) => (await listDeadLetters(id, { ...filter, limit: 50 })).length))).toEqual([
      5, 1, 6, 0, 1,
    ]);
  });

  it('contains the beginning of a long record and its length; the full record can be requested', async () => {
    const { id } = await newClient();
    await reject(id, 'edge', { reason: 'too_large', detail: 'd', record: 'é'.repeat(5_000) });
    const letter = await only(id);
    expect(letter).toMatchObject({ record: 'é'.repeat(2_000), recordBytes: 10_000 });
    expect(await recordOfDeadLetter(letter.id)).toBe('é'.repeat(5_000));
    await expect(recordOfDeadLetter(999_999_999n)).rejects.toMatchObject({ status: 404 });
  });

  it("contains only a client's own dead letters; the staff's list contains those of all clients, or of the requested one", async () => {
    const [a, b] = [await newClient(), await newClient()];
    await reject(a.id, 'edge', good('a'));
    await reject(b.id, 'edge', good('b'));
    expect((await letters(a.id)).map(({ tenantId }) => tenantId)).toEqual([a.id]);
    const everybody = (await listAllDeadLetters(undefined, { limit: 200 })).map(({ tenantId }) => tenantId);
    expect(everybody).toEqual(expect.arrayContaining([a.id, b.id]));
    expect((await listAllDeadLetters(b.id, { limit: 200 })).map(({ tenantId }) => tenantId)).toEqual([b.id]);
  });
});

describe('a replay', () => {
  it('appends the record again, and records who did so and when in the dead letter and in the audit log', async () => {
    const { id } = await newClient();
    await reject(id, 'edge', good('a'));
    const letter = await only(id);
    expect(await replayDeadLetter(letter.id, ACTOR, NOW)).toEqual({ tenantId: id, stream: EVENTS, offset: 0n });
    expect(await logged(id)).toEqual(['a']);
    expect(await count(id)).toMatchObject({ events: 1, rejected: 0 });
    expect(await only(id)).toMatchObject({ state: 'replayed', settledBy: ACTOR, settledAt: NOW, failedAgainAs: null });
    const acts = await inTenant(id, (tx) => tx.auditEntry.findMany({ where: { action: 'dead_letter.replayed' } }));
    expect(acts.map(({ actor, target, after }) => [actor, target, after])).toEqual([
      [ACTOR, String(letter.id), { stream: EVENTS, offset: '0', reason: 'not_in_graph' }],
    ]);
  });

  it('is refused a second time, and happens once when requested twice at once', async () => {
    const { id } = await newClient();
    await reject(id, 'graph', good('a', 0n));
    const letter = await only(id);
    const both = await Promise.allSettled([replayDeadLetter(letter.id, ACTOR, NOW), replayDeadLetter(letter.id, ACTOR, NOW)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(replayDeadLetter(letter.id, ACTOR, NOW)).rejects.toMatchObject({ status: 409, code: 'already_replayed' });
    expect(await logged(id)).toEqual(['a']);
  });

  it('whose record is rejected again leads to a new dead letter, which the old one names and which can be replayed', async () => {
    const { id } = await newClient();
    await reject(id, 'graph', good('a', 50n));
    const first = await only(id);
    const { offset } = await replayDeadLetter(first.id, ACTOR, NOW);
    await reject(id, 'graph', good('a', offset));
    const [second, old] = await letters(id);
    expect([second?.state, old?.state, old?.failedAgainAs]).toEqual(['waiting', 'replayed', second?.id]);
    await expect(replayDeadLetter(first.id, ACTOR, NOW)).rejects.toMatchObject({
      code: 'already_replayed',
      detail: expect.stringContaining(`letter ${second?.id}`),
    });
    await replayDeadLetter(second?.id ?? 0n, ACTOR, NOW);
    expect(await logged(id)).toEqual(['a', 'a']);
  });

  it('resolves the dead letters of every source of the same record, and appends it once', async () => {
    const { id } = await newClient();
    await reject(id, 'graph', good('a', 3n), good('b', 4n));
    await reject(id, 'usage', good('a', 3n));
    const twins = (await letters(id)).filter(({ offset }) => offset === 3n);
    const both = await Promise.allSettled(twins.map((twin) => replayDeadLetter(twin.id, ACTOR, NOW)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await logged(id)).toEqual(['a']);
    expect((await letters(id)).map(({ source, offset, state }) => `${source} ${offset} ${state}`)).toEqual([
      'usage 3 replayed',
      'graph 4 waiting',
      'graph 3 replayed',
    ]);
  });

  it('is refused with the reason while the record would be rejected again; nothing is appended', async () => {
    const { id } = await newClient();
    const broken: [RejectedRecord, string][] = [
      [{ reason: 'unreadable', detail: 'd', record: 'no json' }, 'not valid JSON'],
      [{ reason: 'does_not_parse', detail: 'd', record: '{"eventId":"e"}' }, 'observedAt'],
      [{ reason: 'bad_text', detail: 'd', record: JSON.stringify(message('a\u0000')) }, 'NUL'],
      [{ reason: 'too_large', detail: 'd', record: JSON.stringify(message('cut')) }, 'too large'],
    ];
    for (const [record, why] of broken) {
      await reject(id, 'edge', record);
      const [letter] = await letters(id);
      await expect(replayDeadLetter(letter?.id ?? 0n, ACTOR, NOW)).rejects.toMatchObject({
        status: 409,
        code: 'still_rejected',
        detail: expect.stringContaining(why),
      });
    }
    expect(await logged(id)).toEqual([]);
    expect((await letters(id)).map(({ state }) => state)).toEqual(broken.map(() => 'waiting'));
  });

  it('of a record beyond the limits of the plan works once the plan allows it', async () => {
    const tenant = await newClient('free');
    const { id } = tenant;
    const body = Buffer.from(JSON.stringify({ records: [message('a', 'one'), message('b', 'two')] }));
    expect(await ingest(tenant, EVENTS, body, false, NOW)).toMatchObject({ accepted: 1, rejected: 1 });
    const letter = await only(id);
    await expect(replayDeadLetter(letter.id, ACTOR, NOW)).rejects.toMatchObject({
      code: 'still_rejected',
      detail: expect.stringContaining('1 cluster'),
    });
    await asSystem((tx) => tx.tenant.update({ where: { id }, data: { plan: 'basic' } }));
    await replayDeadLetter(letter.id, ACTOR, NOW);
    expect(await logged(id)).toEqual(['a', 'b']);
  });

  it('is refused for an inactive client, for one without streams, and for an unknown dead letter', async () => {
    const [suspended, bare] = [await newClient(), await newClient()];
    for (const { id } of [suspended, bare]) await reject(id, 'edge', good('a'));
    await asSystem((tx) => tx.tenant.update({ where: { id: suspended.id }, data: { status: 'suspended' } }));
    await eventLog.use().drop(bare.id);
    const replay = async (id: string) => replayDeadLetter((await only(id)).id, ACTOR, NOW);
    await expect(replay(suspended.id)).rejects.toMatchObject({ status: 409, code: 'not_active' });
    await expect(replay(bare.id)).rejects.toMatchObject({ status: 409, code: 'not_provisioned' });
    await expect(replayDeadLetter(999_999_999n, ACTOR, NOW)).rejects.toMatchObject({ status: 404 });
    expect((await only(bare.id)).state).toBe('waiting');
  });

  it('that crashes after the append leaves the dead letter waiting, and the second replay counts as a duplicate', async () => {
    const { id } = await newClient();
    await reject(id, 'edge', good('a'));
    const letter = await only(id);
    const works = eventLog.use();
    eventLog.provide({
      ...works,
      async append(...given) {
        await works.append(...given);
        throw new Error('killed here');
      },
    });
    try {
      await expect(replayDeadLetter(letter.id, ACTOR, NOW)).rejects.toThrow('killed here');
    } finally {
      eventLog.provide(works);
    }
    expect((await only(id)).state).toBe('waiting');
    await replayDeadLetter(letter.id, ACTOR, NOW);
    expect(await count(id)).toMatchObject({ events: 1, duplicates: 1 });
  });
});

describe('a discarded dead letter', () => {
  it('stays visible, is recorded in the audit log and can no longer be replayed', async () => {
    const { id } = await newClient();
    await reject(id, 'graph', good('a', 0n));
    const letter = await only(id);
    await discardDeadLetter(letter.id, ACTOR, NOW);
    expect(await only(id)).toMatchObject({ state: 'discarded', settledBy: ACTOR, settledAt: NOW });
    await expect(replayDeadLetter(letter.id, ACTOR, NOW)).rejects.toMatchObject({ status: 409, code: 'discarded' });
    await expect(discardDeadLetter(letter.id, ACTOR, NOW)).rejects.toMatchObject({ status: 409, code: 'discarded' });
    expect(await inTenant(id, (tx) => tx.auditEntry.count({ where: { action: 'dead_letter.discarded', actor: ACTOR } }))).toBe(1);
  });

  it('is deleted after the retention of its client, and of no other; its count stays', async () => {
    const [a, b] = [await newClient(), await newClient()];
    for (const { id } of [a, b]) await reject(id, 'edge', good('a'));
    await deleteDeadLettersBefore(a.id, Date.now() - 60_000);
    expect((await letters(a.id)).length).toBe(1);
    await deleteDeadLettersBefore(a.id, Date.now() + 60_000);
    expect([(await letters(a.id)).length, (await letters(b.id)).length]).toEqual([0, 1]);
    expect(await counts(a.id)).toEqual({ edge: 1 });
  });
});
