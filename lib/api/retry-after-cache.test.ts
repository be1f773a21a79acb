import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/platform/problem.ts';
import { holdOff, refusalAgain } from './retry-after-cache.ts';

const NOW = 1_795_000_000_000;
const PATH = '/api/v1/ingest/logs.normalized';
const header = () => `Bearer ${randomUUID()}`;
const refusal = (code: string) => new Problem(429, code, 'Wait.', { headers: { 'Retry-After': '30', 'RateLimit-Limit': '100' } });

describe('a key that was told to come back later', () => {
  it.each(['rate_limit', 'too_many_at_once', 'behind'])(
    'is told so again (%s), with the time that is left, until it has waited',
    (code) => {
      const key = header();
      holdOff(key, PATH, refusal(code), NOW);
      expect(refusalAgain(key, PATH, NOW + 1_500)).toMatchObject({
        status: 429,
        code,
        detail: 'Wait.',
        headers: { 'Retry-After': '29', 'RateLimit-Limit': '100' },
      });
      expect(refusalAgain(key, PATH, NOW + 30_000)).toBeUndefined();
    },
  );

  it('is told so on any path when its minute is used up, else only on the one that it sent to', () => {
    const [spent, sending] = [header(), header()];
    holdOff(spent, PATH, refusal('rate_limit'), NOW);
    holdOff(sending, PATH, refusal('too_many_at_once'), NOW);
    expect(refusalAgain(spent, '/api/v1/incidents', NOW)).toMatchObject({ code: 'rate_limit' });
    expect(refusalAgain(sending, '/api/v1/incidents', NOW)).toBeUndefined();
  });

  it('says nothing of other keys, nor of who has none', () => {
    holdOff(header(), PATH, refusal('rate_limit'), NOW);
    expect(refusalAgain(header(), PATH, NOW)).toBeUndefined();
    expect(refusalAgain(undefined, PATH, NOW)).toBeUndefined();
  });

  it('is not held to what another plan lifts, nor to a refusal without a time', () => {
    const key = header();
    holdOff(key, PATH, refusal('limit_reached'), NOW);
    holdOff(key, PATH, new Problem(429, 'behind', 'Wait.'), NOW);
    expect(refusalAgain(key, PATH, NOW)).toBeUndefined();
  });
});
