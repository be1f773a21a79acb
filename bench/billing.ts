import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { advanceInvoices, stripePort, syncCustomer } from '#lib/billing/index.ts';
import { openStripe } from '#lib/billing/stripe/open.ts';
import { mailPort, outboxMail } from '#lib/mail/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { asSystem, asSystemSql, database, openDatabase } from '#lib/platform/database/index.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { jobs } from '#lib/platform/jobs.ts';
import { monthSummary, usageByDay } from '#lib/usage/index.ts';
import { percentile } from './load.ts';

const root = join(import.meta.dirname, '..');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOVEMBER = Date.UTC(2026, 10, 1);
const DECEMBER = Date.UTC(2026, 11, 1);
/** How often the usage page is asked for. */
const READS = 2_000;

/**
 * Closes a month of many clients with 30 days of usage each: the drafts are taken note of, get their overage, become final, and are
 * charged three days later. Stripe is the simulator in a process of its own, so the times are those of our side and of the database,
 * with next to no latency of Stripe.
 */
export async function billing({ clients = 10_000 }): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(root, '.cache-bench-'));
  const server = await startEmbeddedPostgres(join(folder, 'postgres'), 'bench');
  const stripe = fork(join(import.meta.dirname, 'stripe.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    await migrate(server.url, root);
    const db = await openDatabase(server.url, 12);
    database.provide(db);
    env.provide(readEnv({}, () => 'the secret of the benchmark, long enough'));
    mailPort.provide(outboxMail());
    jobs.provide({ send: async () => {}, work: async () => {}, retry: async () => {}, close: async () => {} });
    const [{ port }] = (await once(stripe, 'message')) as [{ port: number }];
    let now = NOVEMBER;
    const client = openStripe('sk_test_bench', { port });
    stripePort.provide({ client, webhookSecret: '', simulated: true, now: () => now });
    const turnTo = async (ms: number) => {
      stripe.send({ to: ms });
      await once(stripe, 'message');
      now = ms;
    };
    const customers = await subscribe(clients);
    await addUsage(
      db.pool,
      customers.map(({ id }) => id),
    );
    await turnTo(DECEMBER);

    const heapBefore = process.memoryUsage().rss;
    const drafts = await seconds(() => inParallel(customers, ({ customer }) => syncCustomer(customer)));
    await turnTo(DECEMBER + 6 * HOUR);
    const close = await seconds(() => advanceInvoices(now));
    const peak = process.resourceUsage().maxRSS * 1_024;
    await turnTo(DECEMBER + 6 * HOUR + 3 * DAY);
    const charge = await seconds(() => advanceInvoices(now));
    const paid = await asSystem((tx) => tx.invoice.count({ where: { stage: 'settled', status: 'paid' } }));

    await db.close();
    return {
      clients,
      paid,
      draftsSeconds: drafts,
      closeSeconds: close,
      chargeSeconds: charge,
      closedPerSecond: Math.round(clients / close),
      rssBeforeMiB: Math.round(heapBefore / 2 ** 20),
      rssPeakMiB: Math.round(peak / 2 ** 20),
    };
  } finally {
    stripe.kill();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Measures the query of the usage page on a database with 30 days of usage of many clients. */
export async function usagePage({ clients = 10_000 }): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(root, '.cache-bench-'));
  const server = await startEmbeddedPostgres(join(folder, 'postgres'), 'bench');
  try {
    await migrate(server.url, root);
    const db = await openDatabase(server.url, 12);
    database.provide(db);
    const ids = Array.from({ length: clients }, (_, i) => idOf(i));
    await asSystem((tx) => tx.tenant.createMany({ data: ids.map((id) => ({ id, name: id, plan: 'basic', status: 'active' })) }));
    await addUsage(db.pool, ids);
    const reads: number[] = [];
    for (let i = 0; i < READS; i++) {
      const id = idOf((i * 7_919) % clients);
      const before = performance.now();
      await Promise.all([monthSummary(id, DECEMBER - 1), usageByDay(id, DECEMBER - 30 * DAY, DECEMBER - 1)]);
      reads.push(performance.now() - before);
    }
    await db.close();
    return { clients, usagePageMsP50: round(percentile(reads, 0.5)), usagePageMsP99: round(percentile(reads, 0.99)) };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const idOf = (i: number) => `bench-${String(i).padStart(6, '0')}`;

interface Customer {
  id: string;
  customer: string;
}

/** Makes the clients, their customers at Stripe and their subscriptions, as a checkout leaves them. */
async function subscribe(n: number): Promise<Customer[]> {
  const { client } = stripePort.use();
  const product = await client.products.create({ name: 'Basic', metadata: { plan: 'basic' } });
  const price = await client.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: PLANS.basic.monthlyCents ?? 0,
    recurring: { interval: 'month' },
    metadata: { plan: 'basic' },
  });
  const made: Customer[] = Array.from({ length: n }, (_, i) => ({ id: idOf(i), customer: '' }));
  await inParallel(made, async (one) => {
    const customer = await client.customers.create({ name: one.id, metadata: { tenant_id: one.id } });
    const { id } = await client.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await client.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
    await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    one.customer = customer.id;
    await asSystem((tx) =>
      tx.tenant.create({ data: { id: one.id, name: one.id, plan: 'basic', status: 'active', stripeCustomerId: customer.id } }),
    );
  });
  return made;
}

/** Thirty days of usage, eight hours a day; every tenth day is above the plan. */
async function addUsage(pool: pg.Pool, ids: readonly string[]): Promise<void> {
  const { eventsPerDay, rcaQueriesPerMonth, storageBytes, overage } = PLANS.basic;
  const terms = JSON.stringify({ eventsPerDay, rcaQueriesPerMonth, storageBytes, overage });
  await asSystemSql(pool, async (sql) => {
    const days = `unnest($1::text[]) AS t(id) CROSS JOIN generate_series(0, 29) AS d`;
    const day = `'2026-11-01'::date + d`;
    await sql.query(
      `INSERT INTO usage_counters (tenant_id, day, metric, value)
       SELECT id, ${day}, m::"Metric", CASE m WHEN 'events' THEN CASE d % 10 WHEN 0 THEN 120000 ELSE 64000 END WHEN 'storage_bytes' THEN 12000000000 ELSE 40 END
       FROM ${days} CROSS JOIN unnest(ARRAY['events', 'rca_queries', 'storage_bytes']) AS m`,
      [ids],
    );
    await sql.query(
      `INSERT INTO usage_hours (tenant_id, hour, metric, cluster, stream, late, value)
       SELECT id, (${day}) + h * interval '1 hour', 'events', 'prod', 'events.normalized', false, 8000 FROM ${days} CROSS JOIN generate_series(8, 15) AS h`,
      [ids],
    );
    await sql.query(
      `INSERT INTO usage_days (tenant_id, day, events, rca_queries, storage_bytes, terms, computed_at)
       SELECT id, ${day}, CASE d % 10 WHEN 0 THEN 120000 ELSE 64000 END, 40, 12000000000, $2::jsonb, (${day}) + interval '25 hours' FROM ${days}`,
      [ids, terms],
    );
  });
  await pool.query('ANALYZE');
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return round((performance.now() - before) / 1_000);
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
