import type pg from 'pg';
import { inTenant, type Tx } from '#lib/platform/database/index.ts';

/** What is billed by quantity. Storage is billed too, by its measurements per day. */
export type BilledMetric = 'events' | 'rca_queries';

const HOUR_MS = 3_600_000;

/** The start of the UTC hour that `ms` falls in. */
export function utcHour(ms: number): Date {
  return new Date(Math.floor(ms / HOUR_MS) * HOUR_MS);
}

/** A quantity of one hour, cluster and stream; empty strings where the metric has no such origin. */
export interface HourOf {
  /** Start of the hour, in epoch ms. */
  hour: number;
  cluster: string;
  stream: string;
  late: boolean;
  value: number;
}

/** Adds billable usage to its hours, in the transaction of the counter of the day, so that both say the same. */
export async function addToHours(sql: pg.PoolClient, tenantId: string, metric: BilledMetric, hours: readonly HourOf[]): Promise<void> {
  if (hours.length === 0) return;
  await sql.query({
    name: 'usage hours',
    text: `INSERT INTO usage_hours (tenant_id, hour, metric, cluster, stream, late, value)
     SELECT $1, h, $2::"Metric", c, s, l, v FROM unnest($3::timestamptz[], $4::text[], $5::text[], $6::boolean[], $7::bigint[]) AS t(h, c, s, l, v)
     ON CONFLICT (tenant_id, hour, metric, cluster, stream, late) DO UPDATE SET value = usage_hours.value + EXCLUDED.value`,
    values: [
      tenantId,
      metric,
      hours.map(({ hour }) => new Date(hour)),
      hours.map(({ cluster }) => cluster),
      hours.map(({ stream }) => stream),
      hours.map(({ late }) => late),
      hours.map(({ value }) => value),
    ],
  });
}

/** Adds one quantity to the hour of `now` (epoch ms) in a transaction of the domain. */
export async function addToHour(tx: Tx, tenantId: string, metric: BilledMetric, cluster: string, n: number, now: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_hours (tenant_id, hour, metric, cluster, stream, late, value)
    VALUES (${tenantId}, ${utcHour(now)}, ${metric}::"Metric", ${cluster}, '', false, ${n})
    ON CONFLICT (tenant_id, hour, metric, cluster, stream, late) DO UPDATE SET value = usage_hours.value + EXCLUDED.value`;
}

/** The billable usage of a client from `from` to before `until` (epoch ms), by hour, cluster and stream, in the order of time. */
export async function usageByHour(tenantId: string, metric: BilledMetric, from: number, until: number): Promise<HourOf[]> {
  const rows = await inTenant(tenantId, (tx) =>
    tx.usageHour.findMany({
      where: { tenantId, metric, hour: { gte: new Date(from), lt: new Date(until) } },
      orderBy: [{ hour: 'asc' }, { cluster: 'asc' }, { stream: 'asc' }, { late: 'asc' }],
    }),
  );
  return rows.map(({ hour, cluster, stream, late, value }) => ({ hour: hour.getTime(), cluster, stream, late, value: Number(value) }));
}

/**
 * Serialises counting into a month with the closing of that month, until the end of the transaction: a month is closed only
 * when nobody is counting into it, and nobody counts into it after it was closed. `shared` for those that count.
 */
export async function lockMonth(sql: pg.PoolClient, tenantId: string, month: number, shared: boolean): Promise<void> {
  const lock = shared ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await sql.query(`SELECT ${lock}(hashtextextended($1, 0))`, [`usage of ${tenantId} in ${month}`]);
}

/** Whether the invoice of the month that begins at `month` (epoch ms) is final, so that nothing can be added to it. */
export async function isMonthClosed(sql: pg.PoolClient, tenantId: string, month: number): Promise<boolean> {
  const { rowCount } = await sql.query('SELECT 1 FROM billing_periods WHERE tenant_id = $1 AND period_start = $2', [
    tenantId,
    new Date(month),
  ]);
  return rowCount !== 0;
}
