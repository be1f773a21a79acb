import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  addToCounter,
  assertWithinLimit,
  countApiCall,
  countClient,
  countRcaQueries,
  deleteIdentitiesBefore,
  monthSummary,
  recordStorage,
  usageByDay,
  usageByHour,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const EVENTS = 'events.normalized';
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let log: EventLog;
const clock = () => NOW;

beforeAll(async () => {
  db = await freshDatabase();
  log = await openPostgresEventLog(db.pool, clock);
});
afterAll(async () => {
  await log.close();
  await db.drop();
});

async function newClient(plan: 'free' | 'basic' | 'enterprise' = 'free') {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan } }));
  await log.create(id, 7);
  return { id, limits: PLANS[plan] };
}

const record = (eventId: string) => ({
  key: `k/${eventId}`,
  value: JSON.stringify({
    eventId,
    observedAt: NOW,
    cluster: 'k',
    event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } },
  }),
});
const count = (id: string) => countClient({ pool: db.pool, log, clock }, id);

/** A seeded random generator, so that a failing order can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('counting usage', () => {
  it('counts a record once, however often and in whatever order and batches it is sent', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const random = randomOf(seed);
      const { id } = await newClient();
      const distinct = 40;
      const sent = Array.from({ length: 150 }, () => record(`e${Math.floor(random() * distinct)}`));
      const expected = new Set(sent.map((one) => one.key)).size;
      let at = 0;
      while (at < sent.length) {
        const size = 1 + Math.floor(random() * 20);
        await log.append(id, EVENTS, sent.slice(at, at + size));
        at += size;
        if (random() < 0.5) await count(id);
      }
      await count(id);
      const month = await monthSummary(id, NOW);
      expect([seed, month.events, month.duplicates]).toEqual([seed, expected, sent.length - expected]);
    }
  });

  it('counts nothing twice when several consumers count the same client concurrently', async () => {
    const { id } = await newClient();
    await log.append(
      id,
      EVENTS,
      Array.from({ length: 500 }, (_, i) => record(`e${i}`)),
    );
    await Promise.all(Array.from({ length: 6 }, () => count(id)));
    expect(await monthSummary(id, NOW)).toMatchObject({ events: 500, duplicates: 0 });
  });

  it('satisfies received = counted + duplicates + rejected, and stores rejected records with their reason', async () => {
    const { id } = await newClient();
    await log.append(id, EVENTS, [
      record('a'),
      record('a'),
      { key: 'x', value: 'no json' },
      { key: 'y', value: '{"eventId":1}' },
      record('b'),
    ]);
    const counted = await count(id);
    expect(counted).toEqual({ events: 2, duplicates: 1, rejected: 2, clusters: ['k'], more: false });
    expect(counted.events + counted.duplicates + counted.rejected).toBe(Number((await log.ends(id))[EVENTS]));
    const letters = await inTenant(id, (tx) => tx.deadLetter.findMany({ orderBy: { id: 'asc' } }));
    expect(letters.map((letter) => [letter.reason, letter.record])).toEqual([
      ['unreadable', 'no json'],
      ['unreadable', '{"eventId":1}'],
    ]);
  });

  it('rejects records over Kafka that are from more clusters than the plan allows', async () => {
    const { id } = await newClient('free');
    const of = (cluster: string) => ({ key: 'k', value: record(cluster).value.replace('"cluster":"k"', `"cluster":"${cluster}"`) });
    await log.append(id, EVENTS, [of('first'), of('second'), of('first')]);
    expect(await count(id)).toMatchObject({ events: 1, duplicates: 1, rejected: 1, clusters: ['first'] });
    const letters = await inTenant(id, (tx) => tx.deadLetter.findMany());
    expect(letters).toMatchObject([{ reason: 'cluster_limit', detail: 'The Free plan allows 1 cluster. Upgrade the plan to add more.' }]);
  });

  it('continues where it was after a crash between reading and counting: an aborted transaction leaves no trace', async () => {
    const { id } = await newClient();
    await log.append(id, EVENTS, [record('a'), record('b')]);
    const broken = { ...log, report: () => Promise.reject(new Error('killed here')) };
    await expect(countClient({ pool: db.pool, log: broken as EventLog, clock }, id)).rejects.toThrow('killed here');
    await count(id);
    expect(await monthSummary(id, NOW)).toMatchObject({ events: 2, duplicates: 0 });
  });

  it.each(['America/Los_Angeles', 'Pacific/Auckland'])('uses UTC days on a machine in %s', async (zone) => {
    vi.stubEnv('TZ', zone);
    try {
      const { id } = await newClient();
      await log.append(id, EVENTS, [record('a')]);
      await count(id);
      await countApiCall({ id, limits: PLANS.free }, NOW);
      expect(await usageByDay(id, NOW - DAY, NOW + DAY)).toMatchObject([{ day: '2026-11-23', events: 1, api_calls: 1 }]);
      const used = { id, limits: PLANS.free };
      await inTenant(id, (tx) => addToCounter(tx, id, 'api_calls', 9_999, NOW));
      await expect(countApiCall(used, NOW)).rejects.toMatchObject({ status: 429, code: 'plan_limit' });
      await expect(countApiCall(used, Date.UTC(2026, 11, 1))).resolves.toBeUndefined();
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('counts API calls that come at once exactly, the first up to the limit of the plan, and refuses the others', async () => {
    const { id } = await newClient();
    const tenant = { id, limits: { ...PLANS.free, apiCallsPerMonth: 20 } };
    const calls = await Promise.allSettled(Array.from({ length: 30 }, () => countApiCall(tenant, NOW)));
    expect(calls.map(({ status }) => status)).toEqual([...Array(20).fill('fulfilled'), ...Array(10).fill('rejected')]);
    expect(await usageByDay(id, NOW, NOW)).toMatchObject([{ api_calls: 20 }]);
    expect(calls[29]).toMatchObject({ reason: { code: 'plan_limit', detail: expect.stringContaining('20 API calls per month') } });
  });

  it('counts the API calls of a client without a limit, to that client alone, and leaves the connection without a scope', async () => {
    const [mine, other] = [await newClient(), await newClient()];
    const calls = (id: string, times: number) => Array.from({ length: times }, () => countApiCall({ id, limits: PLANS.enterprise }, NOW));
    await Promise.all([...calls(mine.id, 7), ...calls(other.id, 3)]);
    expect(await usageByDay(mine.id, NOW, NOW)).toMatchObject([{ api_calls: 7 }]);
    expect(await usageByDay(other.id, NOW, NOW)).toMatchObject([{ api_calls: 3 }]);
    expect((await db.pool.query('SELECT count(*)::int AS n FROM usage_counters')).rows).toEqual([{ n: 0 }]);
  });

  it('counts API calls that come after one that could not be counted', async () => {
    const { id } = await newClient();
    const broken = { id, limits: { ...PLANS.free, apiCallsPerMonth: Number.NaN } };
    const tenant = { id, limits: PLANS.free };
    const calls = await Promise.allSettled([
      countApiCall({ ...broken, id: 'nobody' }, NOW),
      countApiCall(tenant, NOW),
      countApiCall(tenant, NOW),
    ]);
    expect(calls.slice(1).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await usageByDay(id, NOW, NOW)).toMatchObject([{ api_calls: 2 }]);
  });

  it('does not mix the counts of clients', async () => {
    const [a, b] = [await newClient(), await newClient()];
    await log.append(a.id, EVENTS, [record('same')]);
    await log.append(b.id, EVENTS, [record('same')]);
    await count(a.id);
    await count(b.id);
    expect([(await monthSummary(a.id, NOW)).events, (await monthSummary(b.id, NOW)).events]).toEqual([1, 1]);
  });

  it('averages storage over the days with a measurement, one per day', async () => {
    const { id } = await newClient();
    await recordStorage(id, 100, NOW - 86_400_000);
    await recordStorage(id, 999, NOW);
    await recordStorage(id, 300, NOW);
    expect(await monthSummary(id, NOW)).toMatchObject({ storageBytes: 300, storageMeanBytes: 200 });
  });

  it('deletes identities of days before the retention and no others', async () => {
    const { id } = await newClient();
    await log.append(id, EVENTS, [record('a')]);
    await count(id);
    await deleteIdentitiesBefore(db.pool, id, NOW);
    expect(await inTenant(id, (tx) => tx.usageSeen.count())).toBe(1);
    await deleteIdentitiesBefore(db.pool, id, NOW + 86_400_000);
    expect(await inTenant(id, (tx) => tx.usageSeen.count())).toBe(0);
  });
});

describe('limits', () => {
  it('refuse usage above a limit on Free, with the limit and the time to wait, but not on paid plans', async () => {
    const free = await newClient('free');
    const basic = await newClient('basic');
    for (const { id } of [free, basic]) await inTenant(id, (tx) => addToCounter(tx, id, 'rca_queries', 5_000, NOW));
    await expect(assertWithinLimit(free, 'rca_queries', NOW)).rejects.toMatchObject({
      status: 429,
      code: 'plan_limit',
      detail: expect.stringContaining('100 RCA queries per month'),
      headers: { 'Retry-After': String((Date.UTC(2026, 11, 1) - NOW) / 1000) },
    });
    await expect(assertWithinLimit(basic, 'rca_queries', NOW)).resolves.toBeUndefined();
  });

  it('refuse RCA queries above the plan at a hard spend cap, and name the cap', async () => {
    const basic = { ...(await newClient('basic')), isSpendCapReached: true };
    await assertWithinLimit(basic, 'rca_queries', NOW);
    await inTenant(basic.id, (tx) => addToCounter(tx, basic.id, 'rca_queries', 1_000, NOW));
    await expect(assertWithinLimit(basic, 'rca_queries', NOW)).rejects.toMatchObject({
      status: 429,
      code: 'spend_cap',
      detail: expect.stringContaining('1000 RCA queries per month, has been reached, and so has the spend cap'),
    });
  });

  it('do not exist on Enterprise', async () => {
    const enterprise = await newClient('enterprise');
    await inTenant(enterprise.id, (tx) => addToCounter(tx, enterprise.id, 'api_calls', 1e9, NOW));
    await expect(assertWithinLimit(enterprise, 'api_calls', NOW)).resolves.toBeUndefined();
  });
});

describe('billable usage by hour', () => {
  const HOUR = 3_600_000;
  const at = (ms: number) => countClient({ pool: db.pool, log, clock: () => ms }, CLIENT);
  let CLIENT = '';
  const identity = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);
  const accepted = (eventId: string, cluster = 'k') => ({ ...record(eventId), key: `${cluster}/${eventId}`, identity: identity(eventId) });
  const append = async (ms: number, ...records: ReturnType<typeof accepted>[]) => {
    const then = await openPostgresEventLog(db.pool, () => ms);
    await then.append(CLIENT, EVENTS, records);
    await then.close();
  };
  const close = (month: number) =>
    inTenant(CLIENT, (tx) =>
      tx.billingPeriod.create({ data: { tenantId: CLIENT, periodStart: new Date(month), invoiceId: 'in_1', closedAt: new Date(NOW) } }),
    );
  const hours = () => usageByHour(CLIENT, 'events', 0, NOW + 400 * DAY);

  it('says which cluster and stream it came from, in the hour in which it was accepted, however late it is counted', async () => {
    CLIENT = (await newClient()).id;
    await append(NOW - 3 * HOUR, accepted('a'), accepted('b', 'other'), accepted('a'));
    await append(NOW - HOUR, accepted('c'));
    await at(NOW);
    const of = { stream: EVENTS, late: false, value: 1 };
    expect(await hours()).toEqual([
      { ...of, hour: NOW - 3 * HOUR, cluster: 'k' },
      { ...of, hour: NOW - 3 * HOUR, cluster: 'other' },
      { ...of, hour: NOW - HOUR, cluster: 'k' },
    ]);
  });

  it('adds up to the counters of the days', async () => {
    CLIENT = (await newClient()).id;
    await append(NOW - DAY, accepted('a'), accepted('b'));
    await append(NOW, accepted('c'));
    await at(NOW);
    const days = await usageByDay(CLIENT, NOW - DAY, NOW);
    expect(days.map(({ day, events }) => [day, events])).toEqual([
      ['2026-11-22', 2],
      ['2026-11-23', 1],
    ]);
  });

  it('counts in the month in which it was accepted until the invoice is final, and afterwards in the next, marked late', async () => {
    CLIENT = (await newClient()).id;
    const [october, december] = [Date.UTC(2026, 9, 31, 23), Date.UTC(2026, 11, 1, 0)];
    await append(october, accepted('in time'));
    await at(NOW);
    await close(Date.UTC(2026, 9, 1));
    await append(october, accepted('too late'), accepted('too late as well'));
    await at(NOW);
    await append(NOW, accepted('of november'));
    await at(december);
    expect((await hours()).map(({ hour, late, value }) => [hour, late, value])).toEqual([
      [october, false, 1],
      [NOW, false, 1],
      [NOW, true, 2],
    ]);
    expect((await usageByDay(CLIENT, NOW, NOW))[0]?.events).toBe(3);
  });

  it('does not let the producer of a Kafka record choose the hour', async () => {
    CLIENT = (await newClient()).id;
    const { identity: _unchecked, ...fromKafka } = accepted('dated back');
    await append(NOW - 2 * DAY, fromKafka as ReturnType<typeof accepted>);
    await at(NOW);
    expect((await hours()).map(({ hour }) => hour)).toEqual([NOW]);
  });

  it('of RCA queries names the cluster', async () => {
    CLIENT = (await newClient()).id;
    await inTenant(CLIENT, (tx) => countRcaQueries(tx, CLIENT, 'prod', 2, NOW + 5));
    expect(await usageByHour(CLIENT, 'rca_queries', 0, NOW + DAY)).toEqual([
      { hour: NOW, cluster: 'prod', stream: '', late: false, value: 2 },
    ]);
  });
});
