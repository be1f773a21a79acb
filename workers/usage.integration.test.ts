import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPostgresEventLog } from '#lib/event-log/index.ts';
import { asSystem, inTenant } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { listWorkFailures } from '#lib/tenants/index.ts';
import { startUsage } from './usage.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const UNTIL_MS = 30_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

it('dead letters past the retention of the plan are deleted while the role runs', async () => {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const log = await openPostgresEventLog(db.pool, () => NOW);
  await log.create(id, 7);
  await asSystem(async (tx) => {
    await tx.tenant.create({ data: { id, name: id, plan: 'free', status: 'active' } });
    await tx.provisioningStep.create({ data: { tenantId: id, name: 'event-streams', position: 1, status: 'done' } });
    for (const days of [6, 8]) {
      const receivedAt = new Date(NOW - days * DAY_MS);
      const letter = {
        tenantId: id,
        source: 'edge',
        stream: 'events.normalized',
        reason: 'r',
        detail: `${days} days`,
        record: 'r',
        receivedAt,
      };
      await tx.deadLetter.create({ data: letter });
    }
  });
  const left = () => inTenant(id, async (tx) => (await tx.deadLetter.findMany()).map(({ detail }) => detail));
  const usage = startUsage({ db, log, graph: undefined, clock: () => NOW, logger, onCounted: () => {}, onStorage: () => {} });
  try {
    const until = Date.now() + UNTIL_MS;
    while ((await left()).length > 1 && Date.now() < until) await delay(20);
    expect(await left()).toEqual(['6 days']);
  } finally {
    await usage.stop();
    await log.close();
  }
});

it('a client with a long backlog is counted a batch at a time: the others do not wait until it is done', async () => {
  const log = await openPostgresEventLog(db.pool, () => NOW);
  const [flooding, calm] = await Promise.all(
    [9_000, 1].map(async (records) => {
      const id = `c-${randomUUID().slice(0, 18)}`;
      await log.create(id, 7);
      await asSystem((tx) => tx.tenant.create({ data: { id, name: id, plan: 'pro', status: 'active' } }));
      const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } };
      const all = Array.from({ length: records }, (_, i) => ({
        key: 'k/e',
        value: JSON.stringify({ eventId: `${id}/${i}`, observedAt: NOW, cluster: 'k', event }),
      }));
      await log.append(id, 'events.normalized', all);
      return id;
    }),
  );
  const order: [string, number][] = [];
  const onCounted = (id: string, events: number) => void order.push([id === calm ? 'calm' : id === flooding ? 'flooding' : id, events]);
  const usage = startUsage({ db, log, graph: undefined, clock: () => NOW, logger, onCounted, onStorage: () => {} });
  try {
    const counted = () => order.reduce((sum, [, events]) => sum + events, 0);
    await vi.waitFor(() => expect(counted()).toBe(9_001), { timeout: UNTIL_MS });
    expect(order.findIndex(([who]) => who === 'calm')).toBeLessThan(2);
    expect(order.filter(([who]) => who === 'flooding').length).toBeGreaterThan(2);
  } finally {
    await usage.stop();
    await log.close();
  }
});

it('a client that cannot be counted, measured or kept tidy stops no other; the staff are told until it succeeds', async () => {
  const log = await openPostgresEventLog(db.pool, () => NOW);
  const [broken, calm] = await Promise.all(
    ['broken', 'calm'].map(async (name) => {
      const id = `${name}-${randomUUID().slice(0, 12)}`;
      await log.create(id, 7);
      await asSystem(async (tx) => {
        await tx.tenant.create({ data: { id, name: id, plan: 'free', status: 'active' } });
        await tx.provisioningStep.create({ data: { tenantId: id, name: 'event-streams', position: 1, status: 'done' } });
      });
      const event = { metadata: { name: 'e' }, involvedObject: { kind: 'Pod', name: 'p' } };
      const value = JSON.stringify({ eventId: `${id}/1`, observedAt: NOW, cluster: 'k', event });
      await log.append(id, 'events.normalized', [{ key: 'k/e', value }]);
      return id;
    }),
  );
  let isBroken = true;
  function refuse(id: string) {
    if (isBroken && id === broken) throw new Error('the disk holds a bad block');
  }
  const faulty: typeof log = {
    ...log,
    async read(id, ...rest) {
      refuse(id);
      return log.read(id, ...rest);
    },
    async sizeBytes(id) {
      refuse(id);
      return log.sizeBytes(id);
    },
    async enforceRetention(_time, skip) {
      if (isBroken) skip?.(broken!, 'events.normalized', new Error('no such segment'));
      return 0;
    },
  };
  const counted: string[] = [];
  const measured: string[] = [];
  const usage = startUsage({
    db,
    log: faulty,
    graph: undefined,
    clock: () => NOW,
    logger,
    onCounted: (id) => counted.push(id),
    onStorage: (id) => measured.push(id),
  });
  const failures = async () => (await listWorkFailures(NOW)).filter(({ tenantId }) => tenantId === broken);
  try {
    await vi.waitFor(
      async () => expect((await failures()).map(({ work }) => work).sort()).toEqual(['housekeeping', 'retention', 'usage']),
      {
        timeout: UNTIL_MS,
      },
    );
    await vi.waitFor(() => expect([counted, measured]).toEqual([expect.arrayContaining([calm]), expect.arrayContaining([calm])]));
    expect((await failures()).find(({ work }) => work === 'usage')?.error).toBe('the disk holds a bad block');
    isBroken = false;
    await log.append(broken!, 'events.normalized', [{ key: 'k/f', value: '{}' }]);
    await vi.waitFor(async () => expect((await failures()).map(({ work }) => work)).not.toContain('usage'), { timeout: UNTIL_MS });
    expect(counted).toContain(broken);
  } finally {
    await usage.stop();
    await log.close();
  }
});
