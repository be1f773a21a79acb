import { describe, expect, it } from 'vitest';
import { KubeApiError } from './client.ts';
import { RetryWaits } from './retry-waits.ts';

const TIMES = { backoff: { baseMs: 500, maxMs: 60_000 }, unreachableMaxMs: 4_000, slowRetryMs: 300_000 };
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const times = (count: number, wait: () => number) => Array.from({ length: count }, wait);

describe('the wait of a reflector', () => {
  it('stays short while no server answers, however long that lasts', () => {
    const waits = new RetryWaits(TIMES);
    expect(Math.max(...times(50, () => waits.afterFailure(refused)))).toBeLessThanOrEqual(4_000);
  });

  it('grows while the server answers with failures', () => {
    const waits = new RetryWaits(TIMES);
    expect(times(20, () => waits.afterFailure(new KubeApiError(500, 'etcd is busy'))).at(-1)).toBeGreaterThan(30_000 - 1);
  });

  it('before the list that a 410 asks for is short also after a long outage', () => {
    const waits = new RetryWaits(TIMES);
    times(50, () => waits.afterFailure(refused));
    times(20, () => waits.afterFailure(new KubeApiError(503, 'no backend')));
    expect(waits.afterExpiry()).toBeLessThanOrEqual(500);
  });

  it('is short again after a complete list', () => {
    const waits = new RetryWaits(TIMES);
    times(20, () => waits.afterFailure(new KubeApiError(503, 'no backend')));
    times(20, () => waits.afterDenial());
    waits.listed();
    expect(waits.afterFailure(new KubeApiError(503, 'no backend'))).toBeLessThanOrEqual(500);
    expect(waits.afterDenial()).toBeLessThanOrEqual(300_000 / 64);
  });

  it('grows where every list is read and every watch from it has expired at once, until a watch lasts', () => {
    const waits = new RetryWaits(TIMES);
    const expired = () => {
      waits.listed();
      return waits.afterExpiry();
    };
    expect(times(10, expired).at(-1)).toBeGreaterThan(10_000);
    waits.watched();
    expect(waits.afterExpiry()).toBeLessThanOrEqual(500);
  });

  it('is at least as long as the server asks', () => {
    expect(new RetryWaits(TIMES).afterFailure(new KubeApiError(429, 'slower', 90_000))).toBe(90_000);
  });
});
