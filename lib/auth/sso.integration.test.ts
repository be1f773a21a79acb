import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { signInWithPassword, signUp } from './index.ts';
import { confirmedAddress, ssoChoices, userOfSso } from './sso.ts';
import { captureMails, newAccount, newPerson, PASSWORD } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

describe('somebody who signed in elsewhere', () => {
  it('is the account of the address that the other place confirmed, and nobody otherwise', async () => {
    const { email, userId } = await newPerson(mails, NOW);
    expect(await userOfSso({ email: email.toUpperCase(), email_verified: true }, NOW)).toBe(userId);
    expect(await userOfSso({ email, email_verified: false }, NOW)).toBeUndefined();
    expect(await userOfSso({ email }, NOW)).toBeUndefined();
    expect(await userOfSso({ email: null, email_verified: true }, NOW)).toBeUndefined();
    expect(await userOfSso({ email: `other-${email}`, email_verified: true }, NOW)).toBeUndefined();
  });

  it('takes over an account that a stranger opened with their address: the stranger’s password no longer works', async () => {
    const account = newAccount();
    await signUp(account, NOW);
    expect(await userOfSso({ email: account.email, email_verified: true }, NOW)).toBeDefined();
    expect(await signInWithPassword({ email: account.email, password: PASSWORD }, NOW)).toBeUndefined();
  });
});

describe('an address of GitHub', () => {
  it('counts if it is the primary one and confirmed', () => {
    const [a, b] = [
      { email: 'a@example.com', primary: true, verified: false },
      { email: 'b@example.com', primary: false, verified: true },
    ];
    expect(confirmedAddress([a, b])).toEqual({ email: null, email_verified: false });
    expect(confirmedAddress([b, { ...a, verified: true }])).toEqual({ email: 'a@example.com', email_verified: true });
    expect(confirmedAddress([])).toEqual({ email: null, email_verified: false });
  });
});

describe('the choices of the sign-in page', () => {
  it('are those whose variables are set', () => {
    expect(ssoChoices()).toEqual([]);
    const variables = {
      GITHUB_CLIENT_ID: 'a',
      GITHUB_CLIENT_SECRET: 'b',
      OIDC_ISSUER: 'https://id.example',
      OIDC_CLIENT_ID: 'a',
      OIDC_CLIENT_SECRET: 'b',
      OIDC_NAME: 'Acme ID',
    };
    env.provide(readEnv(variables, () => 'the secret of the test, long enough for it'));
    expect(ssoChoices()).toEqual([
      { id: 'github', name: 'GitHub' },
      { id: 'oidc', name: 'Acme ID' },
    ]);
  });
});
