import type pg from 'pg';
import { enforcedLimits, type Plan } from '#lib/plans/index.ts';
import { utcDay, utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { database, inTenant, inTenantSql, type Tx } from '#lib/platform/database/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { addToHour } from './hours.ts';

const DAY_MS = 86_400_000;

/** What is counted per client and UTC day. `storage_bytes` is a measurement, the others are sums. */
export const METRICS = ['events', 'duplicates', 'rejected', 'rca_queries', 'api_calls', 'storage_bytes'] as const;
export type MetricName = (typeof METRICS)[number];

/** Counts RCA queries about a cluster, by day and by hour, in the transaction that stores their answer. `now` in epoch ms. */
export async function countRcaQueries(tx: Tx, tenantId: string, cluster: string, n: number, now: number): Promise<void> {
  await addToCounter(tx, tenantId, 'rca_queries', n, now);
  await addToHour(tx, tenantId, 'rca_queries', cluster, n, now);
}

/** Adds `n` to a counter in the transaction of what is counted, so that neither exists without the other. `now` in epoch ms. */
export async function addToCounter(tx: Tx, tenantId: string, metric: MetricName, n: number, now: number): Promise<void> {
  if (n === 0) return;
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, day, metric, value) VALUES (${tenantId}, ${utcDay(now)}::date, ${metric}::"Metric", ${n})
    ON CONFLICT (tenant_id, day, metric) DO UPDATE SET value = usage_counters.value + EXCLUDED.value`;
}

/** Adds to counters of days in the transaction of what is counted; a value of 0 makes no row. */
export async function addToCounters(
  sql: pg.PoolClient,
  tenantId: string,
  counters: readonly { day: Date; metric: MetricName; value: number }[],
): Promise<void> {
  if (counters.every(({ value }) => value === 0)) return;
  await sql.query({
    name: 'usage count',
    text: `INSERT INTO usage_counters (tenant_id, day, metric, value)
       SELECT $1, d, m::"Metric", v FROM unnest($2::date[], $3::text[], $4::bigint[]) AS t(d, m, v) WHERE v > 0
       ON CONFLICT (tenant_id, day, metric) DO UPDATE SET value = usage_counters.value + EXCLUDED.value`,
    values: [tenantId, counters.map(({ day }) => day), counters.map(({ metric }) => metric), counters.map(({ value }) => value)],
  });
}

/** Stores today's measurement of a client's storage in bytes; a later one on the same day replaces it. `now` in epoch ms. */
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

/** The counters of a client for one UTC day. */
export type DayUsage = { day: string } & Record<MetricName, number>;

/** The counters per day from `from` to `to` (epoch ms, both days included), without days that have none. */
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

/** The usage of a client in a month: sums, and the average of the daily storage measurements. Times in epoch ms. */
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
  storageGrowthPerDay: number | undefined;
}

/** The usage in the UTC month that contains `now` (epoch ms). */
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
    storageGrowthPerDay: growthPerDay(measured),
    storageBytes: measured.at(-1)?.storage_bytes ?? 0,
    storageMeanBytes: measured.length ? Math.round(measured.reduce((total, day) => total + day.storage_bytes, 0) / measured.length) : 0,
  };
}

/** By how many bytes a day storage has grown between the first and the last measurement; undefined for less than a day. */
function growthPerDay(measured: readonly DayUsage[]): number | undefined {
  const [first, last] = [measured[0], measured.at(-1)];
  if (!first || !last) return undefined;
  const days = (Date.parse(last.day) - Date.parse(first.day)) / DAY_MS;
  return days > 0 ? (last.storage_bytes - first.storage_bytes) / days : undefined;
}

type Limited = Pick<TenantContext, 'id' | 'limits' | 'isSpendCapReached'>;
type LimitedMetric = 'rca_queries' | 'api_calls';

/** Throws a Problem with status 429 at a monthly limit for which the plan has no overage; its detail names the limit. `now` in epoch ms. */
export async function assertWithinLimit(tenant: Limited, metric: LimitedMetric, now: number): Promise<void> {
  if (hardLimitOf(enforcedLimits(tenant), metric) === null) return;
  await inTenantSql(database.use().pool, tenant.id, (sql) => assertWithin(sql, tenant, metric, now));
}

/** Counts an API call; throws a Problem with status 429 at the plan's limit. One transaction, because every API call makes it. `now` in epoch ms. */
export async function countApiCall(tenant: Limited, now: number): Promise<void> {
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

/** The limit above which usage is refused; null where usage is unlimited or billed. */
function hardLimitOf(plan: Plan, metric: LimitedMetric): number | null {
  if (plan.overage && metric !== 'api_calls') return null;
  return { rca_queries: plan.rcaQueriesPerMonth, api_calls: plan.apiCallsPerMonth }[metric];
}

async function assertWithin(sql: pg.PoolClient, tenant: Limited, metric: LimitedMetric, now: number): Promise<void> {
  const limit = hardLimitOf(enforcedLimits(tenant), metric);
  if (limit === null) return;
  const { rows } = await sql.query<{ used: string | null }>({
    name: 'usage since',
    text: 'SELECT sum(value) AS used FROM usage_counters WHERE tenant_id = $1 AND metric = $2::"Metric" AND day >= $3',
    values: [tenant.id, metric, utcMonthStart(now)],
  });
  if (Number(rows[0]?.used ?? 0) < limit) return;
  const until = utcMonthEnd(now).getTime();
  const unit = { rca_queries: 'RCA queries per month', api_calls: 'API calls per month' }[metric];
  const isCap = hardLimitOf(tenant.limits, metric) === null;
  throw new Problem(
    429,
    isCap ? 'spend_cap' : 'plan_limit',
    `The limit of the ${tenant.limits.name} plan, ${limit} ${unit}, has been reached${isCap ? ', and so has the spend cap of this account, so usage above it is refused' : ''}. It resets at ${new Date(until).toISOString()}. ${isCap ? 'An admin of the account can raise the cap under Billing.' : 'Upgrade the plan to continue now.'}`,
    {
      headers: { 'Retry-After': String(Math.ceil((until - now) / 1000)) },
    },
  );
}
