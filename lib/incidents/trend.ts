import { database, inTenantSql } from '#lib/platform/database/index.ts';
import type { Severity } from './severity.ts';

const DAY_MS = 86_400_000;

/** How many incidents began on a UTC day, by severity. */
export type TrendDay = { day: string } & Record<Severity, number>;

/** The incidents of the last days. */
export interface IncidentTrend {
  /** Oldest first, the current day last. */
  days: TrendDay[];
  /** How long those that began in these days and recovered took, in the middle (the median), ms; null if none did. */
  medianRecoveryMs: number | null;
}

/** How the incidents of a client developed over the last `days` UTC days, the current one included. `now` in epoch ms. */
export async function incidentTrend(tenantId: string, days: number, now: number): Promise<IncidentTrend> {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const from = today - (days - 1) * DAY_MS;
  const [counted, median] = await inTenantSql(database.use().pool, tenantId, async (sql) => [
    await sql.query<{ day: string; severity: Severity; incidents: number }>(
      `SELECT to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, severity, count(*)::int AS incidents
       FROM incidents WHERE tenant_id = $1 AND opened_at >= $2 AND merged_into_id IS NULL GROUP BY 1, 2`,
      [tenantId, new Date(from)],
    ),
    await sql.query<{ ms: number | null }>(
      `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - opened_at) * 1000)::float8 AS ms
       FROM incidents WHERE tenant_id = $1 AND opened_at >= $2 AND closed_at IS NOT NULL AND merged_into_id IS NULL`,
      [tenantId, new Date(from)],
    ),
  ]);
  const byDay = Map.groupBy(counted.rows, ({ day }) => day);
  return {
    days: Array.from({ length: days }, (_, index) => {
      const day = new Date(from + index * DAY_MS).toISOString().slice(0, 10);
      const of = (severity: Severity) => byDay.get(day)?.find((row) => row.severity === severity)?.incidents ?? 0;
      return { day, critical: of('critical'), major: of('major'), minor: of('minor') };
    }),
    medianRecoveryMs: median.rows[0]?.ms ?? null,
  };
}
