import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/platform/problem.ts';
import { cachedRefusal, rememberRefusal } from './retry-after-cache.ts';

const NOW = 1_795_000_000_000;
const PATH = '/api/v1/ingest/logs.normalized';
const header = () => `Bearer ${randomUUID()}`;
const refusal = (code: string) => new Problem(429, code, 'Wait.', { headers: { 'Retry-After': '30', 'RateLimit-Limit': '100' } });

describe('a key that was refused with Retry-After', () => {
  it.each(['rate_limit', 'too_many_at_once', 'behind'])(
    'gets the same refusal again (%s), with the remaining seconds, until the time is over',
    (code) => {
      const key = header();
      rememberRefusal(key, PATH, refusal(code), NOW);
      expect(cachedRefusal(key, PATH, NOW + 1_500)).toMatchObject({
        status: 429,
        code,
        detail: 'Wait.',
        headers: { 'Retry-After': '29', 'RateLimit-Limit': '100' },
      });
      expect(cachedRefusal(key, PATH, NOW + 30_000)).toBeUndefined();
    },
  );

  it('is refused on every path when its rate limit is reached, otherwise only on the path that was refused', () => {
    const [spent, sending] = [header(), header()];
    rememberRefusal(spent, PATH, refusal('rate_limit'), NOW);
    rememberRefusal(sending, PATH, refusal('too_many_at_once'), NOW);
    expect(cachedRefusal(spent, '/api/v1/incidents', NOW)).toMatchObject({ code: 'rate_limit' });
    expect(cachedRefusal(sending, '/api/v1/incidents', NOW)).toBeUndefined();
  });

  it('does not affect other keys or requests without one', () => {
    rememberRefusal(header(), PATH, refusal('rate_limit'), NOW);
    expect(cachedRefusal(header(), PATH, NOW)).toBeUndefined();
    expect(cachedRefusal(undefined, PATH, NOW)).toBeUndefined();
  });

  it('is not remembered for other problems, or without Retry-After', () => {
    const key = header();
    rememberRefusal(key, PATH, refusal('limit_reached'), NOW);
    rememberRefusal(key, PATH, new Problem(429, 'behind', 'Wait.'), NOW);
    expect(cachedRefusal(key, PATH, NOW)).toBeUndefined();
  });
});

describe('a key that was refused at a limit of its plan, or while its client is suspended', () => {
  const UNTIL_TOMORROW = new Problem(429, 'plan_limit', 'The limit has been reached.', { headers: { 'Retry-After': '43200' } });

  it('is refused at the door for five seconds, and no longer: an upgrade or a payment lifts it', () => {
    const [full, suspended] = [header(), header()];
    rememberRefusal(full, PATH, UNTIL_TOMORROW, NOW);
    rememberRefusal(suspended, PATH, new Problem(402, 'suspended', 'Pay.'), NOW);
    expect(cachedRefusal(full, PATH, NOW + 4_999)).toMatchObject({ status: 429, code: 'plan_limit', headers: { 'Retry-After': '43196' } });
    expect(cachedRefusal(suspended, PATH, NOW + 4_999)).toMatchObject({ status: 402, code: 'suspended', headers: {} });
    expect(cachedRefusal(full, '/api/v1/incidents', NOW), 'other calls are not limited').toBeUndefined();
    for (const key of [full, suspended]) expect(cachedRefusal(key, PATH, NOW + 5_000)).toBeUndefined();
    rememberRefusal(suspended, '/api/v1/api-keys', new Problem(402, 'suspended', 'Pay.'), NOW);
    expect(cachedRefusal(suspended, '/api/v1/api-keys', NOW), 'it may still read there').toBeUndefined();
  });
});
