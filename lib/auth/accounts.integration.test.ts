import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { checkClientId } from '#lib/tenants/index.ts';
import {
  addApiKey,
  principalOfApiKey,
  requestPasswordReset,
  resetPassword,
  revokeApiKey,
  signInWithPassword,
  signInWithStaffToken,
  signUp,
  staffSignInLink,
  verifyEmail,
} from './index.ts';
import { captureMails, newAccount, newPerson, newSession, PASSWORD } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

const confirmed = () => newPerson(mails, NOW);
const signIn = (email: string, password = PASSWORD, now = NOW) => signInWithPassword({ email, password }, now);

describe('signing up', () => {
  it('makes a user the owner of a client, who cannot sign in before the address is confirmed', async () => {
    const account = newAccount();
    await signUp(account, NOW);
    await expect(signIn(account.email)).rejects.toMatchObject({ code: 'email_not_verified' });
    await verifyEmail(mails.tokenFor(account.email), NOW);
    const proven = await signIn(account.email.toUpperCase());
    expect(proven?.methods).toEqual(['password']);
    const session = await newSession(proven?.userId ?? '', NOW);
    expect(await session.principal(NOW)).toMatchObject({
      tenant: { id: account.clientId },
      role: 'owner',
      isStaff: false,
    });
  });

  it('does not reveal whether an address has an account: same result, nothing created, and a mail to its owner', async () => {
    const account = await confirmed();
    const second = { ...newAccount(), email: account.email };
    expect(await signUp(second, NOW)).toBe(await signUp(newAccount(), NOW));
    expect(await asSystem((tx) => tx.tenant.findUnique({ where: { id: second.clientId } }))).toBeNull();
    expect(mails.lastTo(account.email).subject).toBe('You already have an account');
  });

  it('takes the client ID of a sign-up with an address that has an account, as of any other, until an unconfirmed one is released', async () => {
    const account = await confirmed();
    const [second, third] = [{ ...newAccount(), email: account.email }, newAccount()];
    await signUp(second, NOW);
    await signUp(third, NOW);
    const [forKnown, forNew] = [await checkClientId(second.clientId, NOW + HOUR), await checkClientId(third.clientId, NOW + HOUR)];
    expect([forKnown.available, forNew.available]).toEqual([false, false]);
    expect((await checkClientId(second.clientId, NOW + 48 * HOUR)).available).toBe(true);
  });

  it('sends a stranger nothing that the person wrote', async () => {
    const account = { ...newAccount(), name: 'Click https://evil.example', company: 'https://evil.example' };
    await signUp(account, NOW);
    expect(JSON.stringify(mails.lastTo(account.email))).not.toContain('evil');
  });

  it('refuses a password that is easy to guess, on its field', async () => {
    await expect(signUp({ ...newAccount(), password: 'password1234' }, NOW)).rejects.toMatchObject({
      status: 422,
      invalidParams: [{ name: 'password' }],
    });
  });

  it('refuses a client ID that is taken, on its field, with similar available ones', async () => {
    const account = await confirmed();
    await expect(signUp({ ...newAccount(), clientId: account.clientId }, NOW)).rejects.toMatchObject({
      status: 409,
      invalidParams: [{ name: 'clientId', reason: expect.stringContaining(`${account.clientId}-prod`) }],
    });
  });

  it('accepts a link once, and not after 48 hours', async () => {
    const account = newAccount();
    await signUp(account, NOW);
    const token = mails.tokenFor(account.email);
    await expect(verifyEmail(token, NOW + 48 * HOUR)).rejects.toMatchObject({ invalidParams: [{ name: 'token' }] });
    const answers = await Promise.allSettled([verifyEmail(token, NOW), verifyEmail(token, NOW)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a password', () => {
  it('that is wrong has the same result as an unknown address', async () => {
    const account = await confirmed();
    expect(await signIn(account.email, 'wrong password')).toBeUndefined();
    expect(await signIn(account.email, 'x'.repeat(100_000))).toBeUndefined();
    expect(await signIn('nobody@example.com')).toBeUndefined();
  });

  it('that is reset with the link of a mail ends every session and every other link, tells the owner, and the link works once', async () => {
    const account = await confirmed();
    const session = await newSession(account.userId, NOW);
    await requestPasswordReset(account.email, NOW);
    const other = mails.tokenFor(account.email);
    await requestPasswordReset(account.email, NOW);
    const token = mails.tokenFor(account.email);
    await resetPassword({ token, password: 'another long password' }, NOW);
    expect(await session.principal(NOW)).toBeUndefined();
    expect(await signIn(account.email)).toBeUndefined();
    expect(await signIn(account.email, 'another long password')).toBeDefined();
    expect(mails.lastTo(account.email).subject).toBe('Your password was reset');
    for (const used of [token, other])
      await expect(resetPassword({ token: used, password: 'a third long password' }, NOW)).rejects.toMatchObject({ status: 422 });
  });

  it('that is reset can revoke the API keys that the person created, and leaves them otherwise', async () => {
    const account = await confirmed();
    const { key } = await addApiKey(account.clientId, { name: 'ci', scopes: ['read'], actor: account.email }, NOW);
    for (const [revokeKeys, isValid] of [
      [false, true],
      [true, false],
    ] as const) {
      await requestPasswordReset(account.email, NOW);
      await resetPassword({ token: mails.tokenFor(account.email), password: `another long password ${isValid}`, revokeKeys }, NOW);
      expect((await principalOfApiKey(key, NOW)) !== undefined).toBe(isValid);
    }
  });

  it('that is easy to guess is refused, and the link stays valid', async () => {
    const account = await confirmed();
    await requestPasswordReset(account.email, NOW);
    const token = mails.tokenFor(account.email);
    await expect(resetPassword({ token, password: 'qwertyuiop12' }, NOW)).rejects.toMatchObject({ invalidParams: [{ name: 'password' }] });
    expect(await resetPassword({ token, password: 'another long password' }, NOW)).toEqual({ email: account.email });
  });

  it('reset for an unknown address sends nothing and reveals nothing', async () => {
    const before = mails.sent.length;
    expect(await requestPasswordReset('nobody@example.com', NOW)).toBeUndefined();
    expect(mails.sent.length).toBe(before);
  });

  it('cannot be reset with a link for another purpose', async () => {
    const account = newAccount();
    await signUp(account, NOW);
    await expect(resetPassword({ token: mails.tokenFor(account.email), password: 'another long password' }, NOW)).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('the staff’s first sign-in', () => {
  it('works once with the printed link', async () => {
    const token = /token=(\w+)/.exec(await staffSignInLink('staff@example.com', NOW))?.[1] ?? '';
    expect(await signInWithStaffToken(token, NOW)).toMatchObject({ email: 'staff@example.com', isStaff: true });
    await expect(signInWithStaffToken(token, NOW)).rejects.toMatchObject({ status: 422 });
  });
});

describe('an API key', () => {
  it('identifies its client and scopes until it expires or is revoked', async () => {
    const { clientId } = await confirmed();
    const made = await addApiKey(clientId, { name: 'ci', scopes: ['read'], expiresAt: new Date(NOW + HOUR), actor: 'jo' }, NOW);
    expect(await principalOfApiKey(made.key, NOW)).toMatchObject({ tenant: { id: clientId }, scopes: ['read'] });
    expect(await principalOfApiKey(made.key, NOW + HOUR)).toBeUndefined();
    await revokeApiKey(clientId, made.id, 'jo', NOW);
    expect(await principalOfApiKey(made.key, NOW)).toBeUndefined();
  });

  it('is only stored as a hash', async () => {
    const { clientId } = await confirmed();
    const { key } = await addApiKey(clientId, { name: 'ci', scopes: ['read'], actor: 'jo' }, NOW);
    expect(JSON.stringify(await asSystem((tx) => tx.apiKey.findMany({ where: { tenantId: clientId } })))).not.toContain(key);
  });

  it('is invalid after its client is closed, and with the ID of another client', async () => {
    const [a, b] = [await confirmed(), await confirmed()];
    const { key } = await addApiKey(a.clientId, { name: 'ci', scopes: ['read'], actor: 'jo' }, NOW);
    expect(await principalOfApiKey(key.replace(a.clientId, b.clientId), NOW)).toBeUndefined();
    await asSystem((tx) => tx.tenant.update({ where: { id: a.clientId }, data: { status: 'closed' } }));
    expect(await principalOfApiKey(key, NOW)).toBeUndefined();
  });

  it('can be created up to a limit, also concurrently, and not with an expiry in the past', async () => {
    const { clientId } = await confirmed();
    await expect(addApiKey(clientId, { name: 'old', scopes: ['read'], expiresAt: new Date(NOW), actor: 'jo' }, NOW)).rejects.toMatchObject({
      invalidParams: [{ name: 'expiresAt' }],
    });
    const answers = await Promise.allSettled(
      Array.from({ length: 55 }, (_, i) => addApiKey(clientId, { name: `k${i}`, scopes: ['read'], actor: 'jo' }, NOW)),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(50);
  });
});
