import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { captureMails, newPerson, newSession } from '#lib/auth/testing/people.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { limiters, memoryLimiter } from './rate-limit.ts';
import { signInThrottle } from './sign-in-throttle.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
beforeEach(() => limiters.provide(memoryLimiter()));
afterAll(() => db.drop());

const account = () => `${randomUUID()}@example.com`;
async function fail(times: number, email: string, address: string) {
  for (let i = 0; i < times; i++) await signInThrottle.failed(email, address);
}
const refused = { status: 429, code: 'too_many_attempts' };

describe('failed sign-ins', () => {
  it('make the next one wait, longer each time, for that account from that address', async () => {
    const email = account();
    await fail(5, email, '203.0.113.1');
    await signInThrottle.before(email, '203.0.113.1');
    await fail(1, email, '203.0.113.1');
    await expect(signInThrottle.before(email, '203.0.113.1')).rejects.toMatchObject({ ...refused, headers: { 'Retry-After': '1' } });
    await fail(5, email, '203.0.113.1');
    await expect(signInThrottle.before(email, '203.0.113.1')).rejects.toMatchObject({ headers: { 'Retry-After': '32' } });
    await signInThrottle.before(email, '203.0.113.2');
    await signInThrottle.before(account(), '203.0.113.1');
  });

  it('never wait longer than a quarter of an hour', async () => {
    const email = account();
    await fail(45, email, '203.0.113.1');
    await expect(signInThrottle.before(email, '203.0.113.1')).rejects.toMatchObject({ headers: { 'Retry-After': '900' } });
  });

  it('are forgotten for that pair once a sign-in succeeds', async () => {
    const email = account();
    await fail(6, email, '203.0.113.1');
    await signInThrottle.succeeded(email, '203.0.113.1');
    await signInThrottle.before(email, '203.0.113.1');
  });

  it('of many accounts from one address make that address wait', async () => {
    for (let i = 0; i < 51; i++) await signInThrottle.failed(account(), '203.0.113.9');
    await expect(signInThrottle.before(account(), '203.0.113.9')).rejects.toMatchObject(refused);
    await signInThrottle.before(account(), '203.0.113.10');
  });

  it('of one account from many addresses make strangers wait, and not the owner at a known address', async () => {
    const { email, userId } = await newPerson(mails, NOW);
    await newSession(userId, NOW);
    for (let i = 0; i < 30; i++) await signInThrottle.failed(email, `198.51.100.${i}`);
    await expect(signInThrottle.before(email, '198.51.100.200')).rejects.toMatchObject(refused);
    await signInThrottle.before(email, '203.0.113.7');
  });
});
