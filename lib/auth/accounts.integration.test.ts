import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, mailPort } from '#lib/mail/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  addApiKey,
  principalOfApiKey,
  principalOfUser,
  requestPasswordReset,
  resetPassword,
  revokeApiKey,
  signInWithPassword,
  signInWithStaffToken,
  signUp,
  staffSignInLink,
  verifyEmail,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const PASSWORD = 'correct horse battery';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let sent: Mail[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  mailPort.provide({ kind: 'outbox', send: async (mail) => void sent.push(mail) });
});
afterAll(() => db.drop());

function newAccount() {
  const id = `c-${randomUUID().slice(0, 18)}`;
  return { company: 'Acme', name: 'Jo', email: `${id}@example.com`, password: PASSWORD, plan: 'free' as const, clientId: id };
}
const tokenFor = (email: string) => /token=(\w+)/.exec(sent.filter((mail) => mail.to === email).at(-1)?.text ?? '')?.[1] ?? '';

async function confirmed() {
  const account = newAccount();
  await signUp(account, NOW);
  await verifyEmail(tokenFor(account.email), NOW);
  return account;
}

describe('signing up', () => {
  it('makes a user the owner of a client, who cannot sign in before the address is confirmed', async () => {
    const account = newAccount();
    await signUp(account, NOW);
    await expect(signInWithPassword(account.email, PASSWORD)).rejects.toMatchObject({ code: 'email_not_verified' });
    await verifyEmail(tokenFor(account.email), NOW);
    const user = await signInWithPassword(account.email.toUpperCase(), PASSWORD);
    expect(await principalOfUser(user?.id ?? '', user?.sessionVersion ?? 0, undefined)).toMatchObject({
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
    expect(sent.filter((mail) => mail.to === account.email).at(-1)?.subject).toBe('You already have an account');
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
    const token = tokenFor(account.email);
    await expect(verifyEmail(token, NOW + 48 * HOUR)).rejects.toMatchObject({ invalidParams: [{ name: 'token' }] });
    const answers = await Promise.allSettled([verifyEmail(token, NOW), verifyEmail(token, NOW)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a password', () => {
  it('that is wrong has the same result as an unknown address', async () => {
    const account = await confirmed();
    expect(await signInWithPassword(account.email, 'wrong password')).toBeUndefined();
    expect(await signInWithPassword('nobody@example.com', PASSWORD)).toBeUndefined();
  });

  it('that is reset with the link of a mail ends every session, and the link works once', async () => {
    const account = await confirmed();
    const user = await signInWithPassword(account.email, PASSWORD);
    await requestPasswordReset(account.email, NOW);
    const token = tokenFor(account.email);
    await resetPassword(token, 'another long password', NOW);
    expect(await principalOfUser(user?.id ?? '', user?.sessionVersion ?? 0, undefined)).toBeUndefined();
    expect(await signInWithPassword(account.email, PASSWORD)).toBeUndefined();
    expect(await signInWithPassword(account.email, 'another long password')).toBeDefined();
    await expect(resetPassword(token, 'a third long password', NOW)).rejects.toMatchObject({ status: 422 });
  });

  it('reset for an unknown address sends nothing and reveals nothing', async () => {
    sent = [];
    expect(await requestPasswordReset('nobody@example.com', NOW)).toBeUndefined();
    expect(sent).toEqual([]);
  });

  it('cannot be reset with a link for another purpose', async () => {
    const account = newAccount();
    await signUp(account, NOW);
    await expect(resetPassword(tokenFor(account.email), 'another long password', NOW)).rejects.toMatchObject({ status: 422 });
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
