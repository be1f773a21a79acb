import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repeat } from './repeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('repeated work', () => {
  it('begins at once and goes on after a failure, which is reported', async () => {
    const work = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
    const errors: unknown[] = [];
    const repeated = repeat(1_000, work, (error) => errors.push(error));
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(work).toHaveBeenCalledTimes(3);
    expect(errors).toEqual([new Error('away')]);
    await repeated.stop();
  });

  it('never runs twice at a time, however long a run takes', async () => {
    const ends: (() => void)[] = [];
    const repeated = repeat(
      1_000,
      () => new Promise<void>((end) => ends.push(end)),
      (error) => expect.unreachable(String(error)),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ends).toHaveLength(1);
    ends[0]!();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);
    ends[1]!();
    await repeated.stop();
  });

  it('ends when it is stopped, after the run in progress', async () => {
    const order: string[] = [];
    let end = () => {};
    const repeated = repeat(
      1_000,
      () => new Promise<void>((done) => (end = done)).then(() => void order.push('run ended')),
      (error) => expect.unreachable(String(error)),
    );
    const stopped = repeated.stop().then(() => order.push('stopped'));
    end();
    await stopped;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(order).toEqual(['run ended', 'stopped']);
  });
});
