import { PgBoss } from 'pg-boss';
import { handle } from './handles.ts';
import { logger } from './logger.ts';

/** A queue of durable jobs with its payload's type and how often and how fast a failing job is tried again. */
export interface Queue<T extends object> {
  name: string;
  retryLimit: number;
  /** Seconds before the first retry; doubles each time. */
  retryDelay: number;
  /** Seconds after which a job whose worker died is given to another. */
  expireInSeconds: number;
  /** Only for the type of the payload. */
  payload?: T;
}

/** The job library of this process (pg-boss in the product's PostgreSQL). */
export interface Jobs {
  /** Queues a job durably. While one with the same `key` waits in the queue a second one is not added. */
  send<T extends object>(queue: Queue<T>, data: T, key: string): Promise<void>;
  work<T extends object>(queue: Queue<T>, handler: (data: T) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Workers are told of what is queued; a job that is tried again later is found by looking, which is to be as soon. */
const LOOKS = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true, batchSize: 5 };

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
    const { name, retryLimit, retryDelay, expireInSeconds } = queue;
    await boss.createQueue(name, { policy: 'stately', retryLimit, retryDelay, retryBackoff: true, expireInSeconds, notify: true });
    known.add(name);
  };
  return {
    async send(queue, data, key) {
      await ensure(queue);
      await boss.send(queue.name, data, { singletonKey: key });
    },
    async work<T extends object>(queue: Queue<T>, handler: (data: T) => Promise<void>) {
      await ensure(queue);
      await boss.work<T>(queue.name, LOOKS, async (batch) => {
        for (const job of batch) {
          try {
            await handler(job.data);
          } catch (error) {
            logger.warn({ err: error, job: queue.name, data: job.data as object }, 'job failed; it is tried again');
            throw error;
          }
        }
      });
    },
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
