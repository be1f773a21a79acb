import { asSystemSql, database } from '#lib/platform/database/index.ts';
import type { FreshnessReport } from '../freshness.ts';

/** The time that a sample stands for. */
export const SAMPLE_MS = 5 * 60_000;
/** How long samples are kept: as long as the charts reach back. */
const KEPT_MS = 90 * 86_400_000;

/**
 * Records how far graphs are behind and how many jobs wait or have failed: of several looks in five minutes the worst counts. Deletes
 * samples that are older than the charts reach back. `now` in epoch ms.
 */
export async function recordSample({ behind, worstMs }: Pick<FreshnessReport, 'behind' | 'worstMs'>, now: number): Promise<void> {
  const at = new Date(Math.floor(now / SAMPLE_MS) * SAMPLE_MS);
  await asSystemSql(database.use().pool, async (sql) => {
    const { rows } = await sql.query<{ waiting: number; failed: number }>(
      `SELECT count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after <= $2)::int AS waiting,
              count(*) FILTER (WHERE state = 'failed' AND completed_on >= $1)::int AS failed
       FROM pgboss.job WHERE name NOT LIKE '\\_\\_%'`,
      [at, new Date(now)],
    );
    await sql.query(
      `INSERT INTO health_samples AS s (at, graph_lag, graph_age_ms, jobs_waiting, jobs_failed) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (at) DO UPDATE SET graph_lag = greatest(s.graph_lag, EXCLUDED.graph_lag),
         graph_age_ms = greatest(s.graph_age_ms, EXCLUDED.graph_age_ms), jobs_waiting = greatest(s.jobs_waiting, EXCLUDED.jobs_waiting),
         jobs_failed = greatest(s.jobs_failed, EXCLUDED.jobs_failed)`,
      [at, behind, worstMs, rows[0]?.waiting ?? 0, rows[0]?.failed ?? 0],
    );
    await sql.query('DELETE FROM health_samples WHERE at < $1', [new Date(now - KEPT_MS)]);
  });
}
