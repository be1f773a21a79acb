import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PLANS } from '#lib/plans/index.ts';
import { runInAdmissionQueue } from './admission-queue.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const newClient = (plan: 'free' | 'basic' | 'enterprise' = 'enterprise') => ({ id: randomUUID(), limits: PLANS[plan] });

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

/** Work that records its start in `begun` and runs until `end` is called. */
function held(begun: string[], name: string) {
  let end: (result: string) => void = () => {};
  const ended = new Promise<string>((resolve) => (end = resolve));
  const work = () => {
    begun.push(name);
    return ended;
  };
  return { end: () => end(name), work };
}

const turn = () => vi.advanceTimersByTimeAsync(0);

describe('the batches of a client', () => {
  it('are processed one after the other, in order, while batches of other clients proceed', async () => {
    const [one, other] = [newClient(), newClient()];
    const begun: string[] = [];
    const [first, second, third] = [held(begun, 'first'), held(begun, 'second'), held(begun, 'third')];
    const answers = [runInAdmissionQueue(one, NOW, first.work), runInAdmissionQueue(one, NOW, second.work)];
    await runInAdmissionQueue(other, NOW, async () => begun.push('other'));
    expect(begun).toEqual(['first', 'other']);
    answers.push(runInAdmissionQueue(one, NOW, third.work));
    first.end();
    await answers[0];
    await turn();
    expect(begun).toEqual(['first', 'other', 'second']);
    second.end();
    third.end();
    expect(await Promise.all(answers)).toEqual(['first', 'second', 'third']);
  });

  it('continue after one that fails', async () => {
    const client = newClient();
    const failing = runInAdmissionQueue(client, NOW, () => Promise.reject(new Error('no JSON')));
    const next = runInAdmissionQueue(client, NOW, async () => 'taken in');
    await expect(failing).rejects.toThrow('no JSON');
    expect(await next).toBe('taken in');
  });

  it('are refused with 429 when a hundred are queued, and accepted again afterwards', async () => {
    const client = newClient();
    const first = held([], 'first');
    const waiting = [
      runInAdmissionQueue(client, NOW, first.work),
      ...Array.from({ length: 99 }, () => runInAdmissionQueue(client, NOW, async () => 'next')),
    ];
    await expect(runInAdmissionQueue(client, NOW, async () => 'one too many')).rejects.toMatchObject({
      status: 429,
      code: 'too_many_at_once',
      headers: { 'Retry-After': '1' },
    });
    first.end();
    await Promise.all(waiting);
    expect(await runInAdmissionQueue(client, NOW, async () => 'in')).toBe('in');
  });

  it('start at once up to a small burst and then at the rate of the plan: 1,000 per minute on Basic', async () => {
    const client = newClient('basic');
    const begun: number[] = [];
    const all = Array.from({ length: 30 }, () => runInAdmissionQueue(client, NOW, async () => begun.push(Date.now() - NOW)));
    await turn();
    expect(begun.length, 'the batches of one second, and the one that is due').toBe(17);
    await vi.advanceTimersByTimeAsync(600);
    expect(begun.length).toBe(27);
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all(all);
    expect(begun).toHaveLength(30);
    const later = Date.now();
    const again = Array.from({ length: 17 }, () => runInAdmissionQueue(client, later, async () => begun.push(0)));
    await turn();
    expect(begun, 'an idle client may burst again').toHaveLength(47);
    await Promise.all(again);
  });

  it('are refused when the queue is full, with the time until it is not: two places per stream and cluster on Free', async () => {
    const client = newClient('free');
    const send = () => runInAdmissionQueue(client, NOW, async () => 'in').catch((error: unknown) => error);
    await Promise.all(Array.from({ length: 10 }, send));
    const answers = Array.from({ length: 11 }, send);
    expect(await answers.at(-1)).toMatchObject({ status: 429, code: 'too_many_at_once', headers: { 'Retry-After': '6' } });
    await vi.advanceTimersByTimeAsync(6_000);
    expect((await Promise.all(answers)).filter((answer) => answer === 'in')).toHaveLength(10);
  });
});
