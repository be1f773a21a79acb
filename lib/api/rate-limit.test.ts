import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Principal } from '#lib/auth/index.ts';
import { assertRate } from './rate-limit.ts';

const principal = (id: string): Principal => ({
  via: 'key',
  name: 'key default',
  tenant: { id, name: id, plan: 'free', status: 'active' },
  scopes: ['ingest'],
  isStaff: false,
});

/** Uses up the hundred requests a minute of the Free plan; answers what the next one is told. */
async function useUp() {
  const client = principal(`c-${randomUUID()}`);
  for (let i = 0; i < 100; i++) await assertRate(client);
  return assertRate(client).then(
    () => undefined,
    (problem) => problem,
  );
}

describe('a plan’s requests a minute', () => {
  it('are refused beyond with 429, the limit and the time to wait', async () => {
    const problem = await useUp();
    expect(problem).toMatchObject({ status: 429, code: 'rate_limit', headers: { 'RateLimit-Limit': '100', 'RateLimit-Remaining': '0' } });
    expect(Number(problem.headers['Retry-After'])).toBeGreaterThan(0);
    expect(problem.detail).toContain('The Free plan allows 100 requests a minute');
  });

  it('are counted by client: who used up its own takes nothing from another', async () => {
    await useUp();
    await expect(assertRate(principal(`c-${randomUUID()}`))).resolves.toBeUndefined();
  });
});
