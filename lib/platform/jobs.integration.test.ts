import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Jobs, openJobs, type Queue } from './jobs.ts';
import { metrics } from './metrics.ts';
import { freshDatabase } from './testing/database.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let jobs: Jobs;
beforeAll(async () => {
  db = await freshDatabase();
  jobs = await openJobs(db.url);
});
afterAll(async () => {
  await jobs.close();
  await db.drop();
});

type Payload = { value: string };
const queueOf = (name: string, more: Partial<Queue<Payload>> = {}): Queue<Payload> => ({
  name,
  retryLimit: 3,
  retryDelay: 1,
  expireInSeconds: 60,
  ...more,
});

async function until<T>(find: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error('waited 20 s in vain');
    await delay(50);
  }
}

/** The value of a series of a queue as Prometheus reads it. */
async function series(name: string, queue: string): Promise<number | undefined> {
  const text = await metrics().registry.metrics();
  const line = text.split('\n').find((one) => one.startsWith(`${name}{queue="${queue}"}`));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

describe('the metrics of a queue', () => {
  it('are there at zero once it is worked on', async () => {
    await jobs.work(queueOf('idle'), async () => {});
    const names = ['kg_job_wait_seconds_count', 'kg_job_run_seconds_count', 'kg_job_failures_total', 'kg_job_stalled_total'];
    expect(await Promise.all(names.map((name) => series(name, 'idle')))).toEqual([0, 0, 0, 0]);
  });

  it('tell how long jobs waited and ran', async () => {
    const queue = queueOf('measured');
    await jobs.send(queue, { value: 'a' }, 'a');
    await delay(300);
    await jobs.work(queue, () => delay(150));
    await until(async () => (await series('kg_job_run_seconds_count', 'measured')) === 1);
    expect(await series('kg_job_wait_seconds_sum', 'measured')).toBeGreaterThanOrEqual(0.25);
    expect(await series('kg_job_run_seconds_sum', 'measured')).toBeGreaterThanOrEqual(0.145);
    expect(await series('kg_job_failures_total', 'measured')).toBe(0);
  });

  it('count every attempt that failed', async () => {
    let attempts = 0;
    await jobs.work(queueOf('failing'), async () => {
      if (++attempts < 3) throw new Error('not yet');
    });
    await jobs.send(queueOf('failing'), { value: 'a' }, 'a');
    await until(async () => (await series('kg_job_run_seconds_count', 'failing')) === 3);
    expect(await series('kg_job_failures_total', 'failing')).toBe(2);
  });

  it('count an attempt that takes longer than its queue allows', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    await jobs.work(queueOf('slow', { expireInSeconds: 1, retryLimit: 0 }), () => promise);
    await jobs.send(queueOf('slow', { expireInSeconds: 1, retryLimit: 0 }), { value: 'a' }, 'a');
    await until(async () => (await series('kg_job_stalled_total', 'slow')) === 1);
    resolve();
  });

  it('count an attempt whose process died', async () => {
    const queue = queueOf('orphaned', { expireInSeconds: 1, retryDelay: 0 });
    await jobs.send(queue, { value: 'a' }, 'a');
    const dying = new PgBoss({ connectionString: db.url, supervise: false });
    await dying.start();
    expect(await dying.fetch('orphaned')).toHaveLength(1);
    const client = new pg.Client({ connectionString: db.url });
    await client.connect();
    await client.query(`UPDATE pgboss.job SET started_on = started_on - interval '1 hour' WHERE name = 'orphaned'`);
    await client.end();
    await dying.supervise('orphaned');
    await dying.stop();
    const seen: string[] = [];
    await jobs.work(queue, async ({ value }) => void seen.push(value));
    await until(async () => seen.length === 1);
    expect(await series('kg_job_stalled_total', 'orphaned')).toBe(1);
    expect(await series('kg_job_failures_total', 'orphaned')).toBe(0);
  });
});
