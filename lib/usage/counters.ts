import type pg from 'pg';
import { type PlanName, planOf } from '#lib/plans/index.ts';
import { utcDay, utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { database, inTenant, inTenantSql, type Tx } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';

/** What is counted for a client, by day (UTC). `storage_bytes` is a measure, the others are sums. */
export const METRICS = ['events', 'duplicates', 'rejected', 'rca_queries', 'api_calls', 'storage_bytes'] as const;
export type MetricName = (typeof METRICS)[number];

/** Adds to a sum in the transaction of what is counted: neither stands without the other. */
export async function addToCounter(tx: Tx, tenantId: string, metric: MetricName, n: number, now: number): Promise<void> {
  if (n === 0) return;
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, day, metric, value) VALUES (${tenantId}, ${utcDay(now)}::date, ${metric}::"Metric", ${n})
    ON CONFLICT (tenant_id, day, metric) DO UPDATE SET value = usage_counters.value + EXCLUDED.value`;
}

/** Keeps today's measure of what the client stores; a later measure of the same day replaces it. */
export async function recordStorage(tenantId: string, bytes: number, now: number): Promise<void> {
  const day = utcDay(now);
  await inTenant(tenantId, (tx) =>
    tx.usageCounter.upsert({
      where: { tenantId_day_metric: { tenantId, day, metric: 'storage_bytes' } },
      create: { tenantId, day, metric: 'storage_bytes', value: BigInt(bytes) },
      update: { value: BigInt(bytes) },
    }),
  );
}

/** A client's counters of one UTC day. */
export type DayUsage = { day: string } & Record<MetricName, number>;

/** Counters a day from `from` to `to` (epoch ms, both days included), days without any left out. */
export async function usageByDay(tenantId: string, from: number, to: number): Promise<DayUsage[]> {
  const rows = await inTenant(tenantId, (tx) =>
    tx.usageCounter.findMany({ where: { day: { gte: utcDay(from), lte: utcDay(to) } }, orderBy: { day: 'asc' } }),
  );
  const days = new Map<string, DayUsage>();
  for (const row of rows) {
    const day = row.day.toISOString().slice(0, 10);
    const entry = days.get(day) ?? { day, events: 0, duplicates: 0, rejected: 0, rca_queries: 0, api_calls: 0, storage_bytes: 0 };
    entry[row.metric] = Number(row.value);
    days.set(day, entry);
  }
  return [...days.values()];
}

/** Where a client stands in its month: sums, and the mean of the daily storage measures. */
export interface MonthSummary {
  monthStart: number;
  monthEnd: number;
  eventsToday: number;
  events: number;
  eventsByDay: number[];
  duplicates: number;
  rejected: number;
  rcaQueries: number;
  apiCalls: number;
  storageBytes: number;
  storageMeanBytes: number;
}

/** The sums of the month that `now` falls in. */
export async function monthSummary(tenantId: string, now: number): Promise<MonthSummary> {
  const days = await usageByDay(tenantId, utcMonthStart(now).getTime(), now);
  const today = utcDay(now).toISOString().slice(0, 10);
  const sum = (metric: MetricName) => days.reduce((total, day) => total + day[metric], 0);
  const measured = days.filter((day) => day.storage_bytes > 0);
  return {
    monthStart: utcMonthStart(now).getTime(),
    monthEnd: utcMonthEnd(now).getTime(),
    eventsToday: days.find((day) => day.day === today)?.events ?? 0,
    events: sum('events'),
    eventsByDay: days.map((day) => day.events),
    duplicates: sum('duplicates'),
    rejected: sum('rejected'),
    rcaQueries: sum('rca_queries'),
    apiCalls: sum('api_calls'),
    storageBytes: measured.at(-1)?.storage_bytes ?? 0,
    storageMeanBytes: measured.length ? Math.round(measured.reduce((total, day) => total + day.storage_bytes, 0) / measured.length) : 0,
  };
}

type Limited = 'events' | 'rca_queries' | 'api_calls';

/** Refuses with 429 what would go over a limit for which the plan sells no overage; the answer names limit and figure. */
export async function assertWithinLimit(tenant: { id: string; plan: PlanName }, metric: Limited, now: number): Promise<void> {
  if (hardLimitOf(tenant.plan, metric) === null) return;
  await inTenantSql(database.use().pool, tenant.id, (sql) => assertWithin(sql, tenant, metric, now));
}

/** Counts an API call, or refuses it with 429 when the plan's are used up: one transaction, because every call of the API makes it. */
export async function countApiCall(tenant: { id: string; plan: PlanName }, now: number): Promise<void> {
  await inTenantSql(database.use().pool, tenant.id, async (sql) => {
    await assertWithin(sql, tenant, 'api_calls', now);
    await sql.query({
      name: 'count api call',
      text: `INSERT INTO usage_counters (tenant_id, day, metric, value) VALUES ($1, $2, 'api_calls', 1)
       ON CONFLICT (tenant_id, day, metric) DO UPDATE SET value = usage_counters.value + 1`,
      values: [tenant.id, utcDay(now)],
    });
  });
}

/** The limit above which nothing is sold; null where there is none, or more is billed. */
function hardLimitOf(name: PlanName, metric: Limited): number | null {
  const plan = planOf(name);
  if (plan.overage && metric !== 'api_calls') return null;
  return { events: plan.eventsPerDay, rca_queries: plan.rcaQueriesPerMonth, api_calls: plan.apiCallsPerMonth }[metric];
}

async function assertWithin(sql: pg.PoolClient, tenant: { id: string; plan: PlanName }, metric: Limited, now: number): Promise<void> {
  const limit = hardLimitOf(tenant.plan, metric);
  if (limit === null) return;
  const { rows } = await sql.query<{ used: string | null }>({
    name: 'usage since',
    text: 'SELECT sum(value) AS used FROM usage_counters WHERE tenant_id = $1 AND metric = $2::"Metric" AND day >= $3',
    values: [tenant.id, metric, metric === 'events' ? utcDay(now) : utcMonthStart(now)],
  });
  if (Number(rows[0]?.used ?? 0) < limit) return;
  const until = metric === 'events' ? utcDay(now).getTime() + 86_400_000 : utcMonthEnd(now).getTime();
  const words = { events: 'events a day', rca_queries: 'RCA queries a month', api_calls: 'API calls a month' }[metric];
  throw new Problem(
    429,
    'plan_limit',
    `The ${planOf(tenant.plan).name} plan holds ${limit} ${words}, and they are used up until ${new Date(until).toISOString()}. Upgrade the plan to go on now.`,
    {
      headers: { 'Retry-After': String(Math.ceil((until - now) / 1000)) },
    },
  );
}
