import { fromPrisma, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Tx } from './database/index.ts';
import { handle } from './handles.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/** A queue of durable jobs with its payload's type and how often and how fast a failing job is tried again. */
export interface Queue<T extends object> {
  name: string;
  retryLimit: number;
  /** Seconds before the first retry; doubles each time. */
  retryDelay: number;
  /** Seconds that an attempt may take; then, or when its process died, the job is given to another. */
  expireInSeconds: number;
  /** For long attempts: after so many seconds without a sign of life of its process a job is given to another; at least 10. */
  heartbeatSeconds?: number;
  /** Only for the type of the payload. */
  payload?: T;
}

/** The job library of this process (pg-boss in the product's PostgreSQL). */
export interface Jobs {
  /**
   * Queues a job durably, in the transaction `tx` if one is given. While one with the same `key` waits in the queue a second
   * one is not added.
   */
  send<T extends object>(queue: Queue<T>, data: T, key: string, tx?: Tx): Promise<void>;
  /** Runs `handler` for each job of the queue; a handler that throws has its job tried again. Counted in the metrics kg_job_*. */
  work<T extends object>(queue: Queue<T>, handler: (data: T) => Promise<void>): Promise<void>;
  /** Has a job that failed for good tried again. */
  retry(queue: string, id: string): Promise<void>;
  close(): Promise<void>;
}

/** New jobs are announced by NOTIFY; a job that is tried again is found by polling, which must be as quick. */
const POLLING = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true, batchSize: 5 };
/** What pg-boss writes into a job whose attempt expired without a result: its process died. */
const EXPIRED = 'job timed out';

/** The jobs of this process. */
export const jobs = handle<Jobs>('jobs');

/** Connects the job library to the database at `url`, making its schema on first use. */
export async function openJobs(url: string): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: url, max: 4, application_name: 'kg-rca-jobs', useListenNotify: true });
  boss.on('error', (error) => logger.warn({ err: error }, 'job library'));
  boss.on('warning', (warning) => logger.warn({ warning }, 'job library'));
  await boss.start();
  const known = new Set<string>();
  const ensure = async (queue: Queue<object>) => {
    if (known.has(queue.name)) return;
    const { name, retryLimit, retryDelay, expireInSeconds, heartbeatSeconds } = queue;
    const limits = { retryLimit, retryDelay, retryBackoff: true, expireInSeconds, ...(heartbeatSeconds && { heartbeatSeconds }) };
    await boss.createQueue(name, { policy: 'stately', ...limits, notify: true });
    known.add(name);
  };
  return {
    async send(queue, data, key, tx) {
      await ensure(queue);
      await boss.send(queue.name, data, { singletonKey: key, ...(tx && { db: fromPrisma(tx) }) });
    },
    async work<T extends object>(queue: Queue<T>, handler: (data: T) => Promise<void>) {
      await ensure(queue);
      initialiseMetrics(queue);
      await boss.work(queue.name, { ...POLLING, includeMetadata: true } as const, async (batch: JobWithMetadata<T>[]) => {
        const fetchedAt = performance.now();
        for (const job of batch) await attempt(queue, job, fetchedAt, handler);
      });
    },
    retry: async (queue, id) => void (await boss.retry(queue, id)),
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

/** Every queue that is worked on has its series from the start: an alert on a rate needs the zero before the first failure. */
function initialiseMetrics({ name: queue }: Queue<object>): void {
  metrics().jobFailures.inc({ queue }, 0);
  metrics().jobsStalled.inc({ queue }, 0);
  metrics().jobWait.zero({ queue });
  metrics().jobRun.zero({ queue });
}

/** One attempt at a job, measured. `fetchedAt` is when its batch was fetched, by performance.now(). Throws what the handler throws. */
async function attempt<T extends object>(
  { name: queue, expireInSeconds }: Queue<T>,
  job: JobWithMetadata<T>,
  fetchedAt: number,
  handler: (data: T) => Promise<void>,
): Promise<void> {
  const { jobWait, jobRun, jobFailures, jobsStalled } = metrics();
  const dueAt = Math.max(job.createdOn.getTime(), job.startAfter.getTime());
  const began = performance.now();
  jobWait.observe({ queue }, Math.max(0, job.startedOn.getTime() - dueAt + began - fetchedAt) / 1000);
  const before = job.output as { value?: { message?: string } } | null;
  if (before?.value?.message === EXPIRED) {
    jobsStalled.inc({ queue });
    logger.warn({ job: queue, data: job.data as object }, 'an earlier attempt at a job ended without a result; it is tried again');
  }
  const overdue = setTimeout(() => {
    jobsStalled.inc({ queue });
    logger.warn(
      { job: queue, data: job.data as object, seconds: expireInSeconds },
      'an attempt at a job takes longer than its queue allows',
    );
  }, expireInSeconds * 1000);
  try {
    await handler(job.data);
  } catch (error) {
    jobFailures.inc({ queue });
    logger.warn({ err: error, job: queue, data: job.data as object }, 'job failed; it is tried again');
    throw error;
  } finally {
    clearTimeout(overdue);
    jobRun.observe({ queue }, (performance.now() - began) / 1000);
  }
}
