import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { SHARDS, type Shards, shardOf, shareShards } from './shards.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
const running = new Set<Shards>();
/** A client of every shard. */
const clients = new Map<number, string>();
for (let n = 0; clients.size < SHARDS; n++) clients.set(shardOf(`client-${n}`), `client-${n}`);

beforeAll(async () => {
  db = await freshDatabase();
});
afterEach(async () => {
  for (const one of running) await one.stop();
  running.clear();
  await asSystem(async (tx) => {
    await tx.shardLease.deleteMany();
    await tx.roleInstance.deleteMany();
  });
});
afterAll(() => db.drop());

async function join(instance: string = randomUUID()): Promise<Shards> {
  const shards = await shareShards({ pool: db.pool, role: 'graph-builder', instance, logger, tickMs: 20 });
  running.add(shards);
  return shards;
}

const shardsOf = (one: Shards) => [...clients].filter(([, id]) => one.fenceOf(id) !== undefined).map(([shard]) => shard);
/** Every shard is held by exactly one of them, and each holds as many as the others. */
function splitAmong(...all: Shards[]): void {
  expect(all.flatMap(shardsOf).sort((a, b) => a - b)).toEqual([...Array(SHARDS).keys()]);
  for (const one of all) expect(shardsOf(one)).toHaveLength(SHARDS / all.length);
}
/** As if the process had died: it is gone from the list, and its leases have expired. */
const forget = (instance: string) =>
  asSystem(async (tx) => {
    await tx.roleInstance.deleteMany({ where: { instance } });
    await tx.shardLease.updateMany({ where: { owner: instance }, data: { expiresAt: new Date(0) } });
  });

describe('the shards of a role', () => {
  it('are all held at once by a process that is alone', async () => {
    splitAmong(await join());
  });

  it('are split evenly between two, and go back when one leaves', async () => {
    const [one, two] = [await join(), await join()];
    await vi.waitFor(() => splitAmong(one, two));
    await two.stop();
    running.delete(two);
    await vi.waitFor(() => splitAmong(one));
  });

  it('of a process that died pass to the others with a higher fencing number, and no others do', async () => {
    const [one, two] = [await join(), await join('dying')];
    await vi.waitFor(() => splitAmong(one, two));
    const kept = new Map(shardsOf(one).map((shard) => [shard, one.fenceOf(clients.get(shard) ?? '')]));
    const lost = new Map(shardsOf(two).map((shard) => [shard, two.fenceOf(clients.get(shard) ?? '') ?? 0]));
    await two.stop();
    running.delete(two);
    await forget('dying');
    await vi.waitFor(() => splitAmong(one));
    for (const [shard, fence] of lost) expect(one.fenceOf(clients.get(shard) ?? '')).toBeGreaterThan(fence);
    for (const [shard, fence] of kept) expect(one.fenceOf(clients.get(shard) ?? '')).toBe(fence);
  });

  it('are kept by a process that comes back under its name', async () => {
    const one = await join('same');
    const before = one.fenceOf('client-1');
    const again = await join('same');
    expect(again.fenceOf('client-1')).toBe(before);
  });

  it('are given up when the lease expires while the database does not answer', async () => {
    const one = await join();
    const later = performance.now() + 8_001;
    vi.spyOn(db.pool, 'connect').mockImplementation(() => Promise.reject(new Error('the database is away')));
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => later);
    expect(one.fenceOf('client-1')).toBeUndefined();
    clock.mockRestore();
    vi.mocked(db.pool.connect).mockRestore();
  });
});
