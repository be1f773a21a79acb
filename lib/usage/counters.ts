import type pg from 'pg';
import { utcDay, utcMonthEnd, utcMonthStart } from '#lib/platform/clock.ts';
import { inTenant, type Tx } from '#lib/platform/database/index.ts';
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
