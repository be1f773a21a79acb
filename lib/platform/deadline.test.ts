import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withDeadline } from './deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('gives what the work gives, and its failure', async () => {
  expect(await withDeadline(Promise.resolve(1), 10)).toBe(1);
  await expect(withDeadline(Promise.reject(new Error('no')), 10)).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

it('rejects when the work takes longer', async () => {
  const waited = expect(withDeadline(new Promise(() => {}), 5_000)).rejects.toThrow('no answer within 5000 ms');
  await vi.advanceTimersByTimeAsync(5_000);
  await waited;
});
