import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { principalOfSession, sessionAfterSignUp, sessionLimits, signUp, signUpCookie, verifyEmail } from './index.ts';
import { CALLER, captureMails, newAccount } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

/** Signs up and confirms the address; gives the account and its user. */
async function confirmed() {
  const account = newAccount();
  await signUp(account, NOW);
  const { userId } = await verifyEmail(mails.tokenFor(account.email), NOW);
  return { account, userId };
}

const requestWith = (cookie: string) => new Request('http://127.0.0.1:3000/', { headers: { cookie: cookie.split(';')[0] ?? '' } });

it('the browser that signed up is signed in when the address is confirmed, and the audit log says so', async () => {
  const { account, userId } = await confirmed();
  const secret = await sessionAfterSignUp(requestWith(signUpCookie(account, NOW)), userId, CALLER, NOW + HOUR);
  expect(await principalOfSession(secret ?? '', sessionLimits(), NOW + HOUR)).toMatchObject({
    tenant: { id: account.clientId },
    role: 'owner',
  });
  const entries = await asSystem((tx) => tx.auditEntry.findMany({ where: { tenantId: account.clientId, action: 'account.signed_in' } }));
  expect(entries).toHaveLength(1);
});

it('no other browser is: without the cookie, with one of another sign-up, address or time, or of one too long ago', async () => {
  const { account, userId } = await confirmed();
  const later = `kg-rca-sign-up=${NOW + 1_000 * HOUR}.${signUpCookie(account, NOW).split('.')[1]}`;
  for (const cookie of [
    '',
    'kg-rca-sign-up=',
    'kg-rca-sign-up=x.y',
    signUpCookie(newAccount(), NOW),
    // A stranger who signed up with the same address, which has an account already.
    signUpCookie({ ...account, clientId: newAccount().clientId }, NOW),
    signUpCookie({ ...account, email: newAccount().email }, NOW),
    signUpCookie(account, NOW - 49 * HOUR),
    later,
  ])
    expect(await sessionAfterSignUp(requestWith(cookie), userId, CALLER, NOW), cookie).toBeUndefined();
});
