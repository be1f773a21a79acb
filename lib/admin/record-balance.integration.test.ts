import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDeadLetters, replayDeadLetter } from '#lib/dead-letters/index.ts';
import { recordDeadLetters } from '#lib/dead-letters/record.ts';
import { type EventLog, eventLog, openPostgresEventLog } from '#lib/event-log/index.ts';
import { ingest } from '#lib/ingest/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem, inTenant, inTenantSql } from '#lib/platform/database/index.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { countClient } from '#lib/usage/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import { recordBalance, recordBalances, refreshStoreMetrics } from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const EVENTS = 'events.normalized';
const LOGS = 'logs.normalized';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let works: EventLog;

beforeAll(async () => {
  db = await freshDatabase();
  works = await openPostgresEventLog(db.pool, () => NOW);
  eventLog.provide(works);
});
afterAll(async () => {
  await works.close();
  await db.drop();
});

async function newClient() {
  const id = `c-${randomUUID().slice(0, 18)}`;
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: id, plan: 'enterprise', status: 'active' } });
    await tx.provisioningStep.create({ data: { tenantId: id, name: 'event-streams', position: 1, status: 'done' } });
  });
  await works.create(id, 7);
  return { id, name: id, plan: 'enterprise', limits: PLANS.enterprise, status: 'active' } as const;
}

/** A seeded random generator, so that a failing order can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const message = (stream: Stream, eventId: string) => ({
  eventId,
  observedAt: NOW,
  cluster: 'prod',
  ...(stream === EVENTS
    ? { event: { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } } }
    : { pod: { uid: 'u', namespace: 'shop', name: 'p' }, container: 'c', severity: 'info', line: 'l' }),
});

/** A record to send: over HTTPS, or past ingest as an agent on Kafka does. Some are invalid, some are repeated. */
interface Sent {
  stream: Stream;
  past: boolean;
  record: object;
}

function load(random: () => number): Sent[] {
  const below = (n: number) => Math.floor(random() * n);
  return Array.from({ length: 60 + below(60) }, () => {
    const stream = random() < 0.6 ? EVENTS : LOGS;
    const record = random() < 0.12 ? { eventId: `broken ${below(5)}` } : message(stream, `e${below(30)}`);
    return { stream, past: random() < 0.4, record };
  });
}

/** The expected balance for any order, computed from what was sent, independently of the product. */
function expected(sent: readonly Sent[]) {
  const good = sent.filter(({ record }) => 'cluster' in record);
  const distinct = new Set(good.map(({ stream, record }) => `${stream} ${JSON.stringify(record)}`)).size;
  return { received: sent.length, applied: distinct, duplicate: good.length - distinct, rejected: sent.length - good.length, inFlight: 0 };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function send(client: Awaited<ReturnType<typeof newClient>>, stream: Stream, past: boolean, records: object[]): Promise<void> {
  if (past)
    await works.append(
      client.id,
      stream,
      records.map((record) => ({ key: 'k', value: JSON.stringify(record) })),
    );
  else await ingest(client, stream, Buffer.from(JSON.stringify({ records })), false, NOW);
}

/** A pool whose process dies at its n-th statement: before the server gets it, or after it was executed but before the client knows. */
function crashingPool(pool: pg.Pool, at: number, isExecuted: boolean): pg.Pool {
  let statements = 0;
  const connect = async () => {
    const client = await pool.connect();
    const query = async (...given: Parameters<pg.PoolClient['query']>) => {
      if (++statements < at || given[0] === ('ROLLBACK' as never)) return client.query(...given);
      if (isExecuted) await client.query(...given);
      throw new Error('killed here');
    };
    return { query, release: (broken?: Error) => client.release(broken) };
  };
  return { connect } as unknown as pg.Pool;
}

describe('the record balance', () => {
  it('is balanced at every moment, with the same final counts for any duplication, order, batching, crash and number of consumers', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const sent = load(randomOf(seed));
      for (const schedule of [1, 2]) {
        const random = randomOf(seed * 1_000 + schedule);
        const client = await newClient();
        const waiting = shuffled(sent, random);
        const expectBalance = async (when: string) =>
          expect([seed, schedule, when, (await recordBalance(client.id)).unaccounted]).toEqual([seed, schedule, when, 0]);
        while (waiting.length > 0) {
          const first = waiting[0] as Sent;
          const size = 1 + Math.floor(random() * 15);
          const batch = waiting.filter(({ stream, past }) => stream === first.stream && past === first.past).slice(0, size);
          for (const one of batch) waiting.splice(waiting.indexOf(one), 1);
          const sending = send(
            client,
            first.stream,
            first.past,
            batch.map(({ record }) => record),
          );
          const chance = random();
          const pool = chance < 0.5 ? crashingPool(db.pool, 1 + Math.floor(random() * 36), random() < 0.5) : db.pool;
          const consumers = chance < 0.8 ? Array.from({ length: 1 + Math.floor(random() * 2) }, () => pool) : [];
          const counting = consumers.map((of) => countClient({ pool: of, log: works, clock: () => NOW }, client.id));
          const settled = Promise.allSettled([sending, ...counting]);
          await expectBalance('meanwhile');
          for (const done of await settled) if (done.status === 'rejected') expect(String(done.reason)).toContain('killed here');
          await expectBalance('after');
        }
        await countClient({ pool: db.pool, log: works, clock: () => NOW }, client.id);
        expect({ seed, schedule, ...(await recordBalance(client.id)) }).toMatchObject({
          seed,
          schedule,
          unaccounted: 0,
          ...expected(sent),
        });
      }
    }
  });

  it('is balanced after replays: each is received again, and applied or a duplicate', async () => {
    const client = await newClient();
    await inTenantSql(db.pool, client.id, (sql) =>
      recordDeadLetters(
        (text, params) => sql.query(text, params),
        client.id,
        'graph',
        EVENTS,
        [0n, 1n].map((offset) => ({ offset, reason: 'r', detail: 'd', record: JSON.stringify(message(EVENTS, `e${offset}`)) })),
      ),
    );
    await send(client, EVENTS, true, [message(EVENTS, 'e0')]);
    for (const { id } of await listDeadLetters(client.id, { limit: 10 })) await replayDeadLetter(id, 'staff', NOW);
    expect(await recordBalance(client.id)).toMatchObject({ received: 3, inFlight: 3, unaccounted: 0 });
    await countClient({ pool: db.pool, log: works, clock: () => NOW }, client.id);
    expect(await recordBalance(client.id)).toMatchObject({ received: 3, applied: 2, duplicate: 1, inFlight: 0, unaccounted: 0 });
  });

  it('shows how many records are missing after they expired uncounted, and the excess after the log lost some', async () => {
    const [late, torn] = [await newClient(), await newClient()];
    for (const client of [late, torn]) {
      await send(
        client,
        EVENTS,
        true,
        [1, 2].map((n) => message(EVENTS, `e${n}`)),
      );
      await send(client, EVENTS, true, [message(EVENTS, 'e3')]);
    }
    await inTenantSql(db.pool, late.id, (sql) => sql.query('DELETE FROM log_segments WHERE tenant_id = $1 AND last_offset < 2', [late.id]));
    for (const { id } of [late, torn]) await countClient({ pool: db.pool, log: works, clock: () => NOW }, id);
    await inTenantSql(db.pool, torn.id, (sql) =>
      sql.query('UPDATE log_streams SET next_offset = 1 WHERE tenant_id = $1 AND stream = $2', [torn.id, EVENTS]),
    );
    expect(await recordBalance(late.id)).toMatchObject({ received: 3, applied: 1, unaccounted: 2 });
    expect(await recordBalance(torn.id)).toMatchObject({ received: 1, applied: 3, inFlight: 0, unaccounted: -2 });
  });

  it('of all clients equals that of each client', async () => {
    const clients = [await newClient(), await newClient()];
    for (const [i, client] of clients.entries()) await send(client, LOGS, false, [message(LOGS, `e${i}`), { no: 'message' }]);
    const all = new Map((await recordBalances()).map((balance) => [balance.tenantId, balance]));
    for (const { id } of clients) expect(all.get(id)).toEqual(await recordBalance(id));
  });
});

describe('lag and dead letters in the metrics', () => {
  const series = async () => (await metrics().registry.metrics()).split('\n').filter((line) => line.startsWith('kg_'));

  const sampleOf = async (name: string) => Number((await series()).find((line) => line.startsWith(`${name} `))?.split(' ')[1]);

  it('come from the stores, over all clients, without a series for each; a closed client no longer counts', async () => {
    const lag = (group: string) => sampleOf(`kg_stream_lag_records{stream="${EVENTS}",group="${group}"}`);
    await refreshStoreMetrics();
    const before = { usage: await lag('usage'), graph: await lag('graph-builder'), letters: await sampleOf('kg_dead_letters_total') };
    const client = await newClient();
    await send(client, EVENTS, false, [message(EVENTS, 'a'), message(EVENTS, 'b'), { no: 'message' }]);
    await countClient({ pool: db.pool, log: works, clock: () => NOW }, client.id);
    await send(client, EVENTS, false, [message(EVENTS, 'c')]);
    await refreshStoreMetrics();
    await refreshStoreMetrics();
    expect(await lag('usage')).toBe(before.usage + 1);
    expect(await lag('graph-builder')).toBe(before.graph + 3);
    expect(await sampleOf('kg_client_lag_records_max{group="graph-builder"}')).toBeGreaterThanOrEqual(3);
    expect(await sampleOf('kg_dead_letters_total')).toBe(before.letters + 1);
    expect((await series()).filter((line) => line.includes(client.id))).toEqual([]);
    await inTenant(client.id, (tx) => tx.tenant.update({ where: { id: client.id }, data: { status: 'closed' } }));
    await refreshStoreMetrics();
    expect(await lag('graph-builder')).toBe(before.graph);
  });

  it('counts clients, shards, money and what agents say', async () => {
    await newClient();
    await refreshStoreMetrics();
    const names = new Set((await series()).map((line) => line.split(/[ {]/)[0]));
    for (const name of ['kg_clients', 'kg_clusters', 'kg_invoices_overdue', 'kg_recurring_revenue_cents', 'kg_database_bytes'])
      expect(names).toContain(name);
    expect(await sampleOf('kg_clusters{status="silent"}')).toBe(0);
    expect(await sampleOf('kg_invoices_overdue')).toBe(0);
    expect(await sampleOf('kg_database_bytes')).toBeGreaterThan(1_000_000);
  });

  it('are absent, but no others, while the log does not respond', async () => {
    const client = await newClient();
    await refreshStoreMetrics();
    const isOfRecords = (line: string) =>
      /^kg_(stream_lag|client_lag|dead_letters|graph_freshness|clients_stale|records_unaccounted)/.test(line);
    expect((await series()).some(isOfRecords)).toBe(true);
    metrics().eventsIngested.inc({ client_id: client.id });
    eventLog.provide({ ...works, endsOfAll: () => Promise.reject(new Error('the brokers are away')) });
    try {
      await refreshStoreMetrics();
    } finally {
      eventLog.provide(works);
    }
    expect((await series()).filter(isOfRecords)).toEqual([]);
    expect(await metrics().registry.metrics()).toContain(`billing_events_ingested_total{client_id="${client.id}"} 1`);
  });
});
