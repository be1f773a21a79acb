import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Principal } from '#lib/auth/index.ts';
import { assertNotSpent, assertRate } from './rate-limit.ts';

const NOW = 1_795_000_000_000;
const principal = (id: string): Principal => ({
  via: 'key',
  name: 'key default',
  tenant: { id, name: id, plan: 'free', status: 'active' },
  scopes: ['ingest'],
  isStaff: false,
});
const header = () => `Bearer ${randomUUID()}`;

/** Uses up the hundred requests a minute of the Free plan; answers what the next one is told. */
async function useUp(authorization: string) {
  const client = principal(`c-${randomUUID()}`);
  for (let i = 0; i < 100; i++) await assertRate(client, authorization, NOW);
  return assertRate(client, authorization, NOW).then(
    () => undefined,
    (problem) => problem,
  );
}

describe('a plan’s requests a minute', () => {
  it('are refused beyond with 429, the limit and the time to wait', async () => {
    const problem = await useUp(header());
    expect(problem).toMatchObject({ status: 429, code: 'rate_limit', headers: { 'RateLimit-Limit': '100', 'RateLimit-Remaining': '0' } });
    expect(Number(problem.headers['Retry-After'])).toBeGreaterThan(0);
    expect(problem.detail).toContain('The Free plan allows 100 requests a minute');
  });

  it('once used up are refused to that key without another look, with the time that is left, until it has waited', async () => {
    const authorization = header();
    const wait = Number((await useUp(authorization)).headers['Retry-After']);
    expect(() => assertNotSpent(authorization, NOW + 1_000)).toThrow(`Try again in ${wait - 1} s.`);
    expect(() => assertNotSpent(authorization, NOW + wait * 1_000)).not.toThrow();
  });

  it('of one key say nothing of other keys, nor of who has none', async () => {
    await useUp(header());
    for (const other of [header(), null]) expect(() => assertNotSpent(other, NOW)).not.toThrow();
  });
});
