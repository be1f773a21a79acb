import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { jobs, openJobs, type Queue } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { jobsState, retryJob } from './index.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  jobs.provide(await openJobs(db.url));
});
afterAll(async () => {
  await jobs.use().close();
  await db.drop();
});

const newQueue = (): Queue<{ secret: string }> => ({
  name: `q-${randomUUID().slice(0, 8)}`,
  retryLimit: 0,
  retryDelay: 1,
  expireInSeconds: 60,
});
const stateOf = async ({ name }: { name: string }) => {
  const { queues, failed } = await jobsState(db);
  return { queue: queues.find((one) => one.name === name), failed: failed.filter((one) => one.queue === name) };
};

describe('the jobs of the installation', () => {
  it('are counted by state, and the oldest that waits is told', async () => {
    const queue = newQueue();
    await jobs.use().send(queue, { secret: 's' }, 'one');
    await jobs.use().send(queue, { secret: 's' }, 'two');
    await db.pool.query(`UPDATE pgboss.job SET start_after = now() + interval '1 hour' WHERE name = $1 AND singleton_key = 'two'`, [
      queue.name,
    ]);
    const { queue: found } = await stateOf(queue);
    expect(found).toMatchObject({ waiting: 1, later: 1, active: 0, failed: 0, completed: 0 });
    expect(Number.isInteger(found?.waitingSince)).toBe(true);
  });

  it('that failed for good are told with their reason but without what they were to do, and are tried again', async () => {
    const queue = newQueue();
    let isBroken = true;
    const done = Promise.withResolvers<void>();
    await jobs.use().work(queue, async () => {
      if (isBroken) throw new Error('the server is away');
      done.resolve();
    });
    await jobs.use().send(queue, { secret: 'of nobody' }, 'c-one');
    const failed = await expect
      .poll(async () => (await stateOf(queue)).failed, { timeout: 20_000 })
      .toMatchObject([{ queue: queue.name, subject: 'c-one', attempts: 1, error: 'the server is away' }])
      .then(async () => (await stateOf(queue)).failed);
    expect(JSON.stringify(failed)).not.toContain('of nobody');

    isBroken = false;
    await retryJob(db, queue.name, failed[0]?.id ?? '', 'jo');
    await done.promise;
    await expect.poll(async () => (await stateOf(queue)).queue, { timeout: 20_000 }).toMatchObject({ failed: 0, completed: 1 });
    await expect(retryJob(db, queue.name, failed[0]?.id ?? '', 'jo')).rejects.toMatchObject({ status: 404 });
    await expect(retryJob(db, 'no-such-queue', randomUUID(), 'jo')).rejects.toMatchObject({ status: 404 });
    const entries = await asSystem((tx) => tx.auditEntry.findMany({ where: { action: 'job.retried' } }));
    expect(entries).toMatchObject([{ actor: 'jo', target: `${queue.name} ${failed[0]?.id}` }]);
  });
});
