import { audit, INSTALLATION } from '#lib/audit/index.ts';
import { asSystem, asSystemSql, type Database } from '#lib/platform/database/index.ts';
import { jobs } from '#lib/platform/jobs.ts';
import { notFound } from '#lib/platform/problem.ts';
import { cut } from '#lib/text/index.ts';

const MAX_FAILED = 100;
const MAX_ERROR_CHARACTERS = 500;

/** A queue of jobs. */
export interface QueueState {
  name: string;
  /** Jobs that are due and have not begun. */
  waiting: number;
  /** Those whose time has not come: planned, or waiting for another attempt. */
  later: number;
  active: number;
  /** Those that nobody tries again by itself. */
  failed: number;
  completed: number;
  /** Since when the oldest one that is due waits, epoch ms. */
  waitingSince: number | null;
}

/** A job that has failed for good. What it was to do is not told: it may hold a secret. */
export interface FailedJob {
  id: string;
  queue: string;
  /** What it was about, such as the ID of a client. */
  subject: string;
  attempts: number;
  createdAt: number;
  failedAt: number | null;
  error: string;
}

/** The queues of the installation, and the jobs that failed last. Completed jobs are counted as long as the library keeps them. */
export async function jobsState({ pool }: Pick<Database, 'pool'>): Promise<{ queues: QueueState[]; failed: FailedJob[] }> {
  return asSystemSql(pool, async (sql) => {
    const queues = await sql.query<QueueState>(
      `SELECT q.name,
              count(j.id) FILTER (WHERE j.state IN ('created', 'retry') AND j.start_after <= now())::int AS waiting,
              count(j.id) FILTER (WHERE j.state IN ('created', 'retry') AND j.start_after > now())::int AS later,
              count(j.id) FILTER (WHERE j.state = 'active')::int AS active,
              count(j.id) FILTER (WHERE j.state = 'failed')::int AS failed,
              count(j.id) FILTER (WHERE j.state = 'completed')::int AS completed,
              floor(extract(epoch FROM min(greatest(j.created_on, j.start_after))
                FILTER (WHERE j.state IN ('created', 'retry') AND j.start_after <= now())) * 1000)::float8 AS "waitingSince"
       FROM pgboss.queue q LEFT JOIN pgboss.job j ON j.name = q.name
       WHERE q.name NOT LIKE '\\_\\_%' GROUP BY q.name ORDER BY q.name`,
    );
    const failed = await sql.query<Omit<FailedJob, 'createdAt' | 'failedAt'> & { createdAt: Date; failedAt: Date | null }>(
      `SELECT id::text, name AS queue, coalesce(singleton_key, '') AS subject, retry_count + 1 AS attempts, created_on AS "createdAt",
              completed_on AS "failedAt", coalesce(output->>'message', output->'value'->>'message', output::text, '') AS error
       FROM pgboss.job WHERE state = 'failed' ORDER BY completed_on DESC NULLS LAST, id LIMIT $1`,
      [MAX_FAILED],
    );
    return {
      queues: queues.rows,
      failed: failed.rows.map(({ createdAt, failedAt, error, ...job }) => ({
        ...job,
        createdAt: createdAt.getTime(),
        failedAt: failedAt?.getTime() ?? null,
        error: cut(error, MAX_ERROR_CHARACTERS),
      })),
    };
  });
}

/** Has a job that failed for good tried again. Throws the common 404 for one that has not failed or does not exist. */
export async function retryJob({ pool }: Pick<Database, 'pool'>, queue: string, id: string, actor: string): Promise<void> {
  const { rowCount } = await asSystemSql(pool, (sql) =>
    sql.query(`SELECT 1 FROM pgboss.job WHERE name = $1 AND id = $2 AND state = 'failed'`, [queue, id]),
  );
  if (rowCount === 0) throw notFound();
  await jobs.use().retry(queue, id);
  await asSystem((tx) => audit(tx, { tenantId: INSTALLATION, actor, action: 'job.retried', target: `${queue} ${id}` }));
}
