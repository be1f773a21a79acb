import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  addPasskey,
  confirmTotp,
  listPasskeys,
  offerTotp,
  passkeyCreationOptions,
  passkeyRequestOptions,
  passkeysAvailable,
  proveAgain,
  removePasskey,
  removeTotp,
  replaceRecoveryCodes,
  secondFactorsOf,
  signInWithPasskey,
  signInWithPassword,
} from './index.ts';
import { Authenticator } from './testing/authenticator.ts';
import { captureMails, newPerson, PASSWORD } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const STEP = 30_000;
const ORIGIN = 'https://portal.example.com';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails({ PUBLIC_URL: ORIGIN });
});
afterAll(() => db.drop());

/** A person with an authenticator app; `code` is what it shows at a time. */
async function withTotp() {
  const person = await newPerson(mails, NOW);
  const { secret } = await asSystem((tx) => offerTotp(tx, person.userId));
  const code = (at: number) => TOTP.generate({ secret: secretOf(secret), timestamp: at });
  const { recoveryCodes } = await asSystem((tx) => confirmTotp(tx, person.userId, code(NOW), NOW));
  const signIn = (given: string | undefined, at: number) =>
    signInWithPassword({ email: person.email, password: PASSWORD, code: given }, at);
  return { ...person, code, recoveryCodes, signIn };
}
const secretOf = (base32: string) => new TOTP({ secret: base32 }).secret;

/** A person with a passkey. */
async function withPasskey() {
  const person = await newPerson(mails, NOW);
  const device = new Authenticator(ORIGIN);
  const response = device.create(await passkeyCreationOptions(person.userId, NOW));
  const { recoveryCodes } = await asSystem((tx) => addPasskey(tx, person.userId, { name: 'laptop', response }, NOW));
  return { ...person, device, recoveryCodes };
}

describe('an authenticator app', () => {
  it('is asked for after the right password, and only then', async () => {
    const { email, signIn, code } = await withTotp();
    await expect(signIn(undefined, NOW + STEP)).rejects.toMatchObject({ status: 401, code: 'second_factor_required' });
    expect(await signInWithPassword({ email, password: 'wrong', code: code(NOW + STEP) }, NOW + STEP)).toBeUndefined();
    expect((await signIn(code(NOW + STEP), NOW + STEP))?.methods).toEqual(['password', 'totp']);
  });

  it('gives codes that are valid once, also for concurrent sign-ins, and half a minute before and after', async () => {
    const { signIn, code } = await withTotp();
    const at = NOW + 10 * STEP;
    const answers = await Promise.allSettled([signIn(code(at), at), signIn(code(at), at)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(signIn(code(at), at + STEP)).rejects.toMatchObject({ code: 'second_factor_refused' });
    expect(await signIn(code(at + 3 * STEP), at + 2 * STEP)).toBeDefined();
    await expect(signIn(code(at + 8 * STEP), at + 6 * STEP)).rejects.toMatchObject({ code: 'second_factor_refused' });
  });

  it('is in force only after a right code, and cannot be replaced without removing it first', async () => {
    const { userId } = await newPerson(mails, NOW);
    await expect(asSystem((tx) => confirmTotp(tx, userId, '123456', NOW))).rejects.toMatchObject({ invalidParams: [{ name: 'code' }] });
    const { secret, uri } = await asSystem((tx) => offerTotp(tx, userId));
    expect(uri).toContain('otpauth://totp/KG%20RCA:');
    await expect(asSystem((tx) => confirmTotp(tx, userId, '12345', NOW))).rejects.toMatchObject({ status: 422 });
    expect((await asSystem((tx) => secondFactorsOf(tx, userId))).totp).toBe(false);
    await asSystem((tx) => confirmTotp(tx, userId, TOTP.generate({ secret: secretOf(secret), timestamp: NOW }), NOW));
    await expect(asSystem((tx) => offerTotp(tx, userId))).rejects.toMatchObject({ status: 409 });
  });

  it('is stored encrypted', async () => {
    const { userId } = await newPerson(mails, NOW);
    const { secret } = await asSystem((tx) => offerTotp(tx, userId));
    const row = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
    expect(row.totpSecret).not.toContain(secret);
  });
});

describe('a recovery code', () => {
  it('replaces a lost second factor, once, however it is typed', async () => {
    const { signIn, recoveryCodes } = await withTotp();
    const [code = ''] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    expect((await signIn(` ${code.toUpperCase().replaceAll('-', ' ')}`, NOW))?.methods).toEqual(['password', 'recovery-code']);
    await expect(signIn(code, NOW)).rejects.toMatchObject({ code: 'second_factor_refused' });
  });

  it('is void once the codes were replaced, and all go with the last second factor', async () => {
    const { userId, signIn, recoveryCodes } = await withTotp();
    const codes = await asSystem((tx) => replaceRecoveryCodes(tx, userId));
    await expect(signIn(recoveryCodes[0], NOW)).rejects.toMatchObject({ code: 'second_factor_refused' });
    expect(await signIn(codes[0], NOW)).toBeDefined();
    await asSystem((tx) => removeTotp(tx, userId));
    expect(await asSystem((tx) => secondFactorsOf(tx, userId))).toEqual({ totp: false, passkeys: 0, recoveryCodes: 0 });
    expect((await signIn(undefined, NOW))?.methods).toEqual(['password']);
  });

  it('of somebody else is worth nothing', async () => {
    const [a, b] = [await withTotp(), await withTotp()];
    await expect(a.signIn(b.recoveryCodes[0], NOW)).rejects.toMatchObject({ code: 'second_factor_refused' });
  });
});

describe('a passkey', () => {
  it('signs in without a password, once for each challenge', async () => {
    const { userId, device, recoveryCodes } = await withPasskey();
    const answer = device.get(await passkeyRequestOptions(NOW));
    expect(await signInWithPasskey(answer, NOW)).toEqual({ userId, methods: ['passkey'] });
    expect(await signInWithPasskey(answer, NOW)).toBeUndefined();
    expect(recoveryCodes).toHaveLength(10);
  });

  it('is asked for after a password, and a recovery code can replace it', async () => {
    const { email, recoveryCodes } = await withPasskey();
    await expect(signInWithPassword({ email, password: PASSWORD }, NOW)).rejects.toMatchObject({ code: 'second_factor_required' });
    expect(await signInWithPassword({ email, password: PASSWORD, code: recoveryCodes[0] }, NOW)).toBeDefined();
  });

  it('is refused for an expired challenge, on another site, with a wrong signature, and when it is unknown', async () => {
    const { userId, device } = await withPasskey();
    const late = device.get(await passkeyRequestOptions(NOW));
    expect(await signInWithPasskey(late, NOW + 5 * 60_000)).toBeUndefined();
    const phished = new Authenticator('https://portal.example.org').create(await passkeyCreationOptions(userId, NOW));
    await expect(asSystem((tx) => addPasskey(tx, userId, { name: 'x', response: phished }, NOW))).rejects.toMatchObject({ status: 422 });
    const forged = { ...new Authenticator(ORIGIN).get(await passkeyRequestOptions(NOW)), id: device.id, rawId: device.id };
    expect(await signInWithPasskey(forged, NOW)).toBeUndefined();
    expect(await signInWithPasskey(new Authenticator(ORIGIN).get(await passkeyRequestOptions(NOW)), NOW)).toBeUndefined();
    for (const nonsense of [undefined, null, 'x', {}, { id: device.id }]) expect(await signInWithPasskey(nonsense, NOW)).toBeUndefined();
  });

  it('cannot be added with the challenge of somebody else', async () => {
    const [a, b] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    const response = new Authenticator(ORIGIN).create(await passkeyCreationOptions(a.userId, NOW));
    await expect(asSystem((tx) => addPasskey(tx, b.userId, { name: 'x', response }, NOW))).rejects.toMatchObject({
      code: 'passkey_refused',
    });
  });

  it('can be removed by its owner only', async () => {
    const [a, b] = [await withPasskey(), await withPasskey()];
    await expect(asSystem((tx) => removePasskey(tx, b.userId, a.device.id))).rejects.toMatchObject({ status: 404 });
    await asSystem((tx) => removePasskey(tx, a.userId, a.device.id));
    expect(await asSystem((tx) => listPasskeys(tx, a.userId))).toEqual([]);
    expect(await signInWithPasskey(a.device.get(await passkeyRequestOptions(NOW)), NOW)).toBeUndefined();
  });

  it('is unavailable where the address has no host name or no HTTPS, and the error says what to do', async () => {
    const { userId } = await newPerson(mails, NOW);
    for (const [PUBLIC_URL, way] of [
      ['http://127.0.0.1:3000', 'http://localhost'],
      ['http://portal.example.com', 'HTTPS'],
    ] as const) {
      env.provide(readEnv({ PUBLIC_URL }, () => 'the secret of the test, long enough for it'));
      expect(passkeysAvailable()).toBe(false);
      await expect(passkeyCreationOptions(userId, NOW)).rejects.toThrow(way);
    }
    env.provide(readEnv({ PUBLIC_URL: ORIGIN }, () => 'the secret of the test, long enough for it'));
  });
});

describe('proving again who one is', () => {
  it('needs the password, and the code too where there is a second factor', async () => {
    const { userId, code } = await withTotp();
    const at = NOW + 20 * STEP;
    await expect(proveAgain(userId, { password: 'wrong', code: code(at) }, at)).rejects.toMatchObject({
      invalidParams: [{ name: 'password' }],
    });
    await expect(proveAgain(userId, { password: PASSWORD }, at)).rejects.toMatchObject({ code: 'second_factor_required' });
    expect(await proveAgain(userId, { password: PASSWORD, code: code(at) }, at)).toEqual(['password', 'totp']);
  });

  it('takes a passkey of that person, and of nobody else', async () => {
    const [a, b] = [await withPasskey(), await withPasskey()];
    expect(await proveAgain(a.userId, { passkey: a.device.get(await passkeyRequestOptions(NOW)) }, NOW)).toEqual(['passkey']);
    const foreign = b.device.get(await passkeyRequestOptions(NOW));
    await expect(proveAgain(a.userId, { passkey: foreign }, NOW)).rejects.toMatchObject({ code: 'passkey_refused' });
  });

  it('says to sign in again where there is nothing to prove it with', async () => {
    const { userId } = await newPerson(mails, NOW);
    await asSystem((tx) => tx.user.update({ where: { id: userId }, data: { passwordHash: null } }));
    await expect(proveAgain(userId, { password: PASSWORD }, NOW)).rejects.toMatchObject({ code: 'no_password' });
  });
});
