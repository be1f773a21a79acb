import { describe, expect, it } from 'vitest';
import { FairSchedule } from './fair-scheduling.ts';

/** Runs `steps` steps of clients with endless work, each at its client's cost; returns what each client got, in bytes. */
function served(costs: Record<string, number>, steps: number): Record<string, number> {
  const schedule = new FairSchedule(1_000);
  for (const tenantId of Object.keys(costs)) schedule.enqueue(tenantId);
  const got: Record<string, number> = {};
  for (let i = 0; i < steps; i++) {
    const tenantId = schedule.next() ?? '';
    const cost = costs[tenantId] ?? 0;
    got[tenantId] = (got[tenantId] ?? 0) + cost;
    schedule.finish(tenantId, cost, true);
  }
  return got;
}

describe('the fair schedule', () => {
  it('goes round among clients whose steps cost the same', () => {
    expect(served({ a: 1_000, b: 1_000, c: 1_000 }, 9)).toEqual({ a: 3_000, b: 3_000, c: 3_000 });
  });

  it('gives a client with expensive steps no more bytes than one with cheap ones', () => {
    const got = served({ flood: 10_000, a: 1_000, b: 1_000 }, 2_100);
    expect(got.flood).toBeGreaterThan(900_000);
    for (const tenantId of ['a', 'b']) expect(got[tenantId] ?? 0).toBeGreaterThanOrEqual((got.flood ?? 0) - 10_000);
  });

  it('gives every step to a client that waits alone, whatever it costs', () => {
    expect(served({ flood: 50_000 }, 5)).toEqual({ flood: 250_000 });
  });

  it('runs one step of a client at a time; enqueued meanwhile, it gets another after it', () => {
    const schedule = new FairSchedule(1_000);
    schedule.enqueue('a');
    expect(schedule.next()).toBe('a');
    schedule.enqueue('a');
    expect(schedule.next()).toBeUndefined();
    expect(schedule.isIdle).toBe(false);
    schedule.finish('a', 10, false);
    expect(schedule.next()).toBe('a');
    schedule.finish('a', 10, false);
    expect(schedule.isIdle).toBe(true);
  });

  it('forgets a debt when a client has caught up: it does not wait longer for that later', () => {
    const schedule = new FairSchedule(1_000);
    schedule.enqueue('a');
    schedule.next();
    schedule.finish('a', 1_000_000, false);
    schedule.enqueue('b');
    schedule.enqueue('a');
    expect([schedule.next(), schedule.next()]).toEqual(['b', 'a']);
  });

  it('saves no credit: a client that was cheap for long gets no burst', () => {
    const got = served({ a: 1, b: 1_000 }, 200);
    expect(got.b).toBe(100_000);
  });
});
