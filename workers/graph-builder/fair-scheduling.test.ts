import { describe, expect, it } from 'vitest';
import { Turns } from './fair-scheduling.ts';

/** Lets clients with endless work take turns until `turns` are taken; answers what each got, in bytes. */
function served(prices: Record<string, number>, turns: number): Record<string, number> {
  const all = new Turns(1_000);
  for (const clientId of Object.keys(prices)) all.want(clientId);
  const got: Record<string, number> = {};
  for (let i = 0; i < turns; i++) {
    const clientId = all.take() ?? '';
    const price = prices[clientId] ?? 0;
    got[clientId] = (got[clientId] ?? 0) + price;
    all.done(clientId, price, true);
  }
  return got;
}

describe('turns', () => {
  it('go round among clients whose turns cost the same', () => {
    expect(served({ a: 1_000, b: 1_000, c: 1_000 }, 9)).toEqual({ a: 3_000, b: 3_000, c: 3_000 });
  });

  it('give a client with dear turns no more bytes than one with cheap ones', () => {
    const got = served({ flood: 10_000, a: 1_000, b: 1_000 }, 2_100);
    expect(got.flood).toBeGreaterThan(900_000);
    for (const clientId of ['a', 'b']) expect(got[clientId] ?? 0).toBeGreaterThanOrEqual((got.flood ?? 0) - 10_000);
  });

  it('are all of a client’s that waits alone, whatever they cost', () => {
    expect(served({ flood: 50_000 }, 5)).toEqual({ flood: 250_000 });
  });

  it('are never two of one client at once; a wish meanwhile is one more after it', () => {
    const turns = new Turns(1_000);
    turns.want('a');
    expect(turns.take()).toBe('a');
    turns.want('a');
    expect(turns.take()).toBeUndefined();
    expect(turns.idle).toBe(false);
    turns.done('a', 10, false);
    expect(turns.take()).toBe('a');
    turns.done('a', 10, false);
    expect(turns.idle).toBe(true);
  });

  it('forget a debt when a client has caught up: who was quiet since is not made to wait', () => {
    const turns = new Turns(1_000);
    turns.want('a');
    turns.take();
    turns.done('a', 1_000_000, false);
    turns.want('b');
    turns.want('a');
    expect([turns.take(), turns.take()]).toEqual(['b', 'a']);
  });

  it('gather no credit from waiting: a client that was cheap for long gets no burst', () => {
    const got = served({ a: 1, b: 1_000 }, 200);
    expect(got.b).toBe(100_000);
  });
});
