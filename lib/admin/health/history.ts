import { asSystemSql, database } from '#lib/platform/database/index.ts';
import { SAMPLE_MS } from './samples.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How far the charts reach back, and the steps of their lines and bars. */
export const HEALTH_RANGES = {
  day: { ms: DAY_MS, lineMs: SAMPLE_MS, barMs: HOUR_MS },
  quarter: { ms: 90 * DAY_MS, lineMs: DAY_MS, barMs: DAY_MS },
} as const;
export type HealthRange = keyof typeof HEALTH_RANGES;

/** How the installation was over a time, the oldest first; times in epoch ms, each the begin of its step. */
export interface HealthHistory {
  /** The worst of each step; null where nobody looked. */
  lines: { at: number; graphLag: number | null; graphAgeMs: number | null; jobsWaiting: number | null }[];
  /** Events that were accepted and counted, and jobs that failed for good, in each step. */
  bars: { at: number; events: number; jobsFailed: number }[];
}

/** How the installation was in the last day or the last 90 days. `now` in epoch ms. */
export async function healthHistory(range: HealthRange, now: number): Promise<HealthHistory> {
  const { ms, lineMs, barMs } = HEALTH_RANGES[range];
  const steps = (stepMs: number) => {
    const last = Math.floor(now / stepMs) * stepMs;
    return Array.from({ length: ms / stepMs }, (_, i) => last - (ms / stepMs - 1 - i) * stepMs);
  };
  const [lineSteps, barSteps] = [steps(lineMs), steps(barMs)];
  return asSystemSql(database.use().pool, async (sql) => {
    const rowsOf = async <T>(text: string, stepMs: number, from = 0) =>
      new Map((await sql.query<T & { at: number }>(text, [stepMs, new Date(from)])).rows.map((row) => [Number(row.at), row]));
    const stepOf = (column: string) => `floor(extract(epoch FROM ${column}) * 1000 / $1::float8) * $1::float8`;
    const worst = await rowsOf<{ lag: number; age: number; waiting: number }>(
      `SELECT ${stepOf('at')} AS at, max(graph_lag)::float8 AS lag, max(graph_age_ms)::float8 AS age, max(jobs_waiting) AS waiting
       FROM health_samples WHERE at >= $2 GROUP BY 1`,
      lineMs,
      lineSteps[0],
    );
    const failed = await rowsOf<{ failed: number }>(
      `SELECT ${stepOf('at')} AS at, sum(jobs_failed)::int AS failed FROM health_samples WHERE at >= $2 GROUP BY 1`,
      barMs,
      barSteps[0],
    );
    const counted = await rowsOf<{ events: number }>(
      `SELECT ${stepOf('hour')} AS at, sum(value)::float8 AS events FROM usage_hours WHERE metric = 'events' AND hour >= $2 GROUP BY 1`,
      barMs,
      barSteps[0],
    );
    return {
      lines: lineSteps.map((at) => {
        const row = worst.get(at);
        return { at, graphLag: row?.lag ?? null, graphAgeMs: row?.age ?? null, jobsWaiting: row?.waiting ?? null };
      }),
      bars: barSteps.map((at) => ({ at, events: counted.get(at)?.events ?? 0, jobsFailed: failed.get(at)?.failed ?? 0 })),
    };
  });
}
