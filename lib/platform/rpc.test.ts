import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { moving, openRpc } from './rpc.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

// biome-ignore lint/suspicious/noExplicitAny: functions of any signature
function connected<Served extends Record<string, (...args: any[]) => unknown>>(served: Served) {
  const { port1, port2 } = new MessageChannel();
  const options = { closedError: () => new Error('the other thread is gone'), errors: [Problem, RangeError] };
  const waiting: boolean[] = [];
  openRpc(port1, served, options);
  const rpc = openRpc<Served>(
    port2,
    {},
    {
      ...options,
      onWaiting: (isWaiting) => waiting.push(isWaiting),
    },
  );
  closers.push(() => port1.close());
  return { rpc, waiting, port: port2 };
}

describe('calls between threads', () => {
  it('answer each its own call, in whatever order the answers come', async () => {
    const slow = Promise.withResolvers<string>();
    const { rpc, waiting } = connected({ slow: () => slow.promise, quick: (text: string) => `quick ${text}` });
    const first = rpc.call('slow');
    expect(await rpc.call('quick', 'answer')).toBe('quick answer');
    slow.resolve('slow answer');
    expect(await first).toBe('slow answer');
    expect(waiting).toEqual([true, false]);
  });

  it('move the bytes that are marked, and copy the others', async () => {
    const { rpc } = connected({ sum: (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0) });
    const [moved, copied] = [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])];
    expect(await rpc.call('sum', moving(moved))).toBe(6);
    expect(await rpc.call('sum', copied)).toBe(15);
    expect([moved.byteLength, copied.byteLength]).toEqual([0, 3]);
    const pooled = Buffer.from('a small text, which Node keeps in its pool with others');
    expect(pooled.buffer.byteLength).toBeGreaterThan(pooled.byteLength);
    expect(await rpc.call('sum', moving(pooled))).toBe(pooled.reduce((sum, byte) => sum + byte, 0));
    expect(pooled.toString()).toMatch(/^a small text/);
  });

  it('carry a Problem whole: class, status, code, parameters and headers', async () => {
    const problem = new Problem(429, 'behind', 'Wait a little.', {
      invalidParams: [{ name: 'records', reason: 'too many' }],
      headers: { 'Retry-After': '3' },
      cause: () => 'what cannot be sent',
    });
    const { rpc } = connected({ refuse: () => Promise.reject(problem) });
    const arrived = await rpc.call('refuse').catch((error: unknown) => error);
    expect(arrived).toBeInstanceOf(Problem);
    const { status, code, detail, message, invalidParams, headers } = problem;
    expect(arrived).toMatchObject({ name: 'Problem', status, code, detail, message, invalidParams, headers });
    expect((arrived as Error).stack).toBe(problem.stack);
  });

  it('carry the message and stack of an error of any other class, whatever it holds', async () => {
    const error = Object.assign(new Error('the disk is full'), { name: 'LibraryError', socket: () => {} });
    const { rpc } = connected({ fail: () => Promise.reject(error) });
    const arrived = await rpc.call('fail').catch((caught: unknown) => caught);
    expect(arrived).toBeInstanceOf(Error);
    expect(arrived).toMatchObject({ name: 'LibraryError', message: 'the disk is full', stack: error.stack });
  });

  it('fail on their own where arguments or a result cannot be sent', async () => {
    const { rpc } = connected({ echo: (value: unknown) => value, unsendable: () => () => 1 });
    await expect(rpc.call('echo', () => 1)).rejects.toThrow(/could not be cloned/);
    await expect(rpc.call('unsendable')).rejects.toThrow(/could not be cloned/);
    expect(await rpc.call('echo', 'still works')).toBe('still works');
  });

  it('reject when the port closes, and so does every later one', async () => {
    const { rpc, port } = connected({ never: () => new Promise(() => {}) });
    const underWay = rpc.call('never');
    port.close();
    await expect(underWay).rejects.toThrow('the other thread is gone');
    await expect(rpc.call('never')).rejects.toThrow('the other thread is gone');
  });
});
