import { describe, expect, it } from 'vitest';
import { KeyedMutex } from './keyed-mutex.ts';

describe('a mutex per key', () => {
  it('runs work of a key in its order, also behind one that fails, and work of other keys meanwhile', async () => {
    const mutex = new KeyedMutex();
    const first = Promise.withResolvers<string>();
    const order: string[] = [];
    const running = mutex.runExclusive('a', () => first.promise);
    const second = mutex.runExclusive('a', async () => void order.push('second of a'));
    const third = mutex.runExclusive('a', async () => void order.push('third of a'));
    await mutex.runExclusive('b', async () => void order.push('first of b'));
    expect(order).toEqual(['first of b']);
    first.reject(new Error('no'));
    await expect(running).rejects.toThrow('no');
    await Promise.all([second, third]);
    expect(order).toEqual(['first of b', 'second of a', 'third of a']);
  });

  it('is idle once everything that was started has ended', async () => {
    const mutex = new KeyedMutex();
    const ended: string[] = [];
    for (const key of ['a', 'a', 'b']) {
      void mutex.runExclusive(key, async () => {
        await new Promise((later) => setTimeout(later, 5));
        ended.push(key);
      });
    }
    await mutex.idle();
    expect(ended.toSorted()).toEqual(['a', 'a', 'b']);
  });
});
