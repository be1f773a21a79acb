import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { jobs, openJobs, type Queue } from '#lib/platform/jobs.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { healthHistory } from '../index.ts';
import { recordSample } from './samples.ts';

const NOW = Date.UTC(2026, 10, 30, 12, 2);
const MINUTE = 60_000;
const DAY = 86_400_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  jobs.provide(await openJobs(db.url));
});
beforeEach(() => asSystem((tx) => tx.healthSample.deleteMany()));
afterAll(async () => {
  await jobs.use().close();
  await db.drop();
});

const record = (behind: number, worstMs: number, now: number) => recordSample({ behind, worstMs }, now);

describe('the history of the health of the installation', () => {
  it('has the worst of each five minutes, and nothing where nobody looked', async () => {
    await record(7, 90_000, NOW - 20 * MINUTE);
    await record(5, 0, NOW - MINUTE);
    await record(3, 2_000, NOW);
    const { lines } = await healthHistory('day', NOW);
    expect(lines).toHaveLength(288);
    expect(lines.slice(-5).map(({ graphLag, graphAgeMs }) => [graphLag, graphAgeMs])).toEqual([
      [7, 90_000],
      [null, null],
      [null, null],
      [null, null],
      [5, 2_000],
    ]);
    expect(lines.at(-1)?.at).toBe(Date.UTC(2026, 10, 30, 12));
  });

  it('has the worst of each day over 90 days, and forgets what is older', async () => {
    await record(9, 0, NOW - 91 * DAY);
    await record(4, 0, NOW - DAY);
    await record(6, 0, NOW - DAY + 60 * MINUTE);
    await record(1, 0, NOW);
    const { lines, bars } = await healthHistory('quarter', NOW);
    expect([lines.length, bars.length]).toEqual([90, 90]);
    expect(lines.slice(-2).map(({ graphLag }) => graphLag)).toEqual([6, 1]);
    expect(await asSystem((tx) => tx.healthSample.count())).toBe(3);
  });

  it('has the events of all clients by hour', async () => {
    for (const value of [3n, 4n]) {
      const tenantId = `c-${randomUUID().slice(0, 18)}`;
      await asSystem(async (tx) => {
        await tx.tenant.create({ data: { id: tenantId, name: tenantId, plan: 'free' } });
        const of = { tenantId, hour: new Date(Date.UTC(2026, 10, 30, 11)), cluster: 'prod', stream: 'events.normalized' };
        await tx.usageHour.create({ data: { ...of, metric: 'events', value } });
      });
    }
    const { bars } = await healthHistory('day', NOW);
    expect(bars).toHaveLength(24);
    expect(bars.slice(-2).map(({ events }) => events)).toEqual([7, 0]);
  });

  it('counts jobs that wait and jobs that failed for good', async () => {
    const queue: Queue<object> = { name: `q-${randomUUID().slice(0, 8)}`, retryLimit: 0, retryDelay: 1, expireInSeconds: 60 };
    for (const [key, state, at] of [
      ['failed now', 'failed', NOW],
      ['failed before', 'failed', NOW - 60 * MINUTE],
      ['due', 'created', NOW - MINUTE],
      ['later', 'created', NOW + MINUTE],
    ] as const) {
      await jobs.use().send(queue, {}, key);
      const values = [key, state, new Date(at)];
      await db.pool.query(`UPDATE pgboss.job SET state = $2, start_after = $3, completed_on = $3 WHERE singleton_key = $1`, values);
    }
    await record(0, 0, NOW);
    const { lines, bars } = await healthHistory('day', NOW);
    expect([lines.at(-1)?.jobsWaiting, bars.at(-1)?.jobsFailed]).toEqual([1, 1]);
  });

  it('is nothing that a client can read', async () => {
    await record(1, 1, NOW);
    expect(await inTenant('acme', (tx) => tx.healthSample.count())).toBe(0);
  });
});
