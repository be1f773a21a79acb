import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Principal } from '#lib/auth/index.ts';
import { PLANS } from '#lib/plans/index.ts';
import { assertRate } from './rate-limit.ts';

const principal = (id: string): Principal => ({
  via: 'key',
  name: 'key default',
  tenant: { id, name: id, plan: 'free', limits: PLANS.free, status: 'active' },
  scopes: ['ingest'],
  isStaff: false,
});

/** Uses up the hundred requests per minute of the Free plan and returns the problem of the next request. */
async function useUp() {
  const client = principal(`c-${randomUUID()}`);
  for (let i = 0; i < 100; i++) await assertRate(client);
  return assertRate(client).then(
    () => undefined,
    (problem) => problem,
  );
}

describe('the rate limit of a plan', () => {
  it('refuses further requests with 429, the limit and the time to wait', async () => {
    const problem = await useUp();
    expect(problem).toMatchObject({ status: 429, code: 'rate_limit', headers: { 'RateLimit-Limit': '100', 'RateLimit-Remaining': '0' } });
    expect(Number(problem.headers['Retry-After'])).toBeGreaterThan(0);
    expect(problem.detail).toContain('The Free plan allows 100 requests per minute');
  });

  it('is counted per client: one that has used up its own does not affect another', async () => {
    await useUp();
    await expect(assertRate(principal(`c-${randomUUID()}`))).resolves.toMatchObject({ RateLimit: '"plan";r=99;t=60' });
  });

  it('is told with every answer as the structured fields RateLimit-Policy and RateLimit', async () => {
    const client = principal(`c-${randomUUID()}`);
    await assertRate(client);
    expect(await assertRate(client)).toEqual({
      'RateLimit-Policy': '"plan";q=100;w=60',
      RateLimit: expect.stringMatching(/^"plan";r=98;t=(60|59)$/),
    });
    expect((await useUp()).headers.RateLimit).toMatch(/^"plan";r=0;t=\d+$/);
    expect((await assertRate({ via: 'session', name: randomUUID(), scopes: [], isStaff: false }))['RateLimit-Policy']).toBe(
      '"session";q=1200;w=60',
    );
  });
});
