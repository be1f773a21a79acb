import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTALLATION, listAudit } from '#lib/audit/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { deriveKey } from '#lib/platform/secrets.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  addApiKey,
  addStaffToken,
  assertNoStronger,
  endImpersonation,
  issueApiToken,
  listStaffTokens,
  principalOfApiKey,
  principalOfApiToken,
  principalOfSession,
  principalOfStaffToken,
  revokeApiKey,
  revokeStaffToken,
  rotateApiKey,
  type Scope,
  sessionLimits,
  startImpersonation,
} from './index.ts';
import { captureMails, newPerson, newSession } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

async function newKey(scopes: Scope[] = ['read', 'write'], expiresAt?: Date) {
  const { clientId } = await newPerson(mails, NOW);
  const made = await addApiKey(clientId, { name: 'ci', scopes, expiresAt, actor: 'jo' }, NOW);
  const principal = async () => {
    const found = await principalOfApiKey(made.key, NOW);
    if (!found) throw new Error('the key is not valid');
    return found;
  };
  return { clientId, ...made, principal };
}

describe('a short-lived token', () => {
  it('acts for the client of its key with the permissions it was made with, until it ends', async () => {
    const { clientId, principal } = await newKey();
    const { token, expiresAt } = await issueApiToken(await principal(), { scopes: ['read'], minutes: 15 }, NOW);
    expect(expiresAt).toBe(NOW + 15 * MINUTE);
    expect(await principalOfApiToken(token, NOW + 14 * MINUTE)).toMatchObject({ tenant: { id: clientId }, scopes: ['read'], via: 'key' });
    expect(await principalOfApiToken(token, NOW + 15 * MINUTE)).toBeUndefined();
  });

  it('ends with its key: at the key’s expiry, and when the key is revoked', async () => {
    const { clientId, id, principal } = await newKey(['read'], new Date(NOW + 5 * MINUTE));
    const { token, expiresAt } = await issueApiToken(await principal(), { scopes: ['read'], minutes: 60 }, NOW);
    expect(expiresAt).toBe(NOW + 5 * MINUTE);
    await revokeApiKey(clientId, id, 'jo', NOW);
    expect(await principalOfApiToken(token, NOW)).toBeUndefined();
  });

  it('is refused when it is forged: unsigned, with another secret, algorithm, audience or issuer, or cut', async () => {
    const { id, principal } = await newKey();
    const { token } = await issueApiToken(await principal(), { scopes: ['read'], minutes: 15 }, NOW);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const claims = () =>
      new SignJWT({ scope: 'read write' })
        .setSubject(id)
        .setIssuedAt(NOW / 1000)
        .setExpirationTime(NOW / 1000 + 60);
    const key = deriveKey(env.use().secretKey, 'api-token');
    const typed = { alg: 'HS256', typ: 'at+jwt' };
    const forged = [
      `${none}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload.slice(0, -2)}.${signature}`,
      await claims().setProtectedHeader(typed).setIssuer(env.use().publicUrl).setAudience('kg-rca-api').sign(Buffer.alloc(32)),
      await claims().setProtectedHeader(typed).setIssuer('https://elsewhere').setAudience('kg-rca-api').sign(key),
      await claims().setProtectedHeader(typed).setIssuer(env.use().publicUrl).setAudience('other').sign(key),
      await claims().setProtectedHeader({ alg: 'HS256' }).setIssuer(env.use().publicUrl).setAudience('kg-rca-api').sign(key),
      '..',
      'a.b.c',
    ];
    for (const text of forged) expect(await principalOfApiToken(text, NOW)).toBeUndefined();
  });
});

describe('an API key', () => {
  it('never makes one with more permissions or a longer life than itself, and neither does a token made from it', async () => {
    const { principal } = await newKey(['read', 'write'], new Date(NOW + HOUR));
    const by = await principal();
    assertNoStronger(by, { scopes: ['read'], expiresAt: new Date(NOW + HOUR) });
    for (const wish of [
      { scopes: ['ingest' as const], expiresAt: new Date(NOW + HOUR) },
      { scopes: ['read' as const], expiresAt: new Date(NOW + 2 * HOUR) },
      { scopes: ['read' as const] },
    ])
      expect(() => assertNoStronger(by, wish)).toThrow(expect.objectContaining({ status: 403 }));
    const { token } = await issueApiToken(by, { scopes: ['read'], minutes: 15 }, NOW);
    const short = await principalOfApiToken(token, NOW);
    if (!short) throw new Error('the token is not valid');
    for (const wish of [{ scopes: ['write' as const] }, { scopes: ['read' as const], expiresAt: new Date(NOW + HOUR) }])
      expect(() => assertNoStronger(short, wish)).toThrow(expect.objectContaining({ status: 403 }));
  });

  it.each([NOW + 5 * YEAR + 1, 1e15, 8.64e15])('is refused for an expiry that is no reasonable date: %d', async (at) => {
    const { clientId } = await newPerson(mails, NOW);
    const wish = { name: 'x', scopes: ['read' as const], expiresAt: new Date(at), actor: 'jo' };
    await expect(addApiKey(clientId, wish, NOW)).rejects.toMatchObject({ invalidParams: [{ name: 'expiresAt' }] });
    await expect(addStaffToken({ ...wish, scopes: ['read'] }, NOW)).rejects.toMatchObject({ invalidParams: [{ name: 'expiresAt' }] });
  });

  it('is rotated with an overlap in which both are valid', async () => {
    const { clientId, id, key } = await newKey(['read']);
    const by = { via: 'session', name: 'jo', scopes: ['read', 'write'], isStaff: false } as const;
    const next = await rotateApiKey(clientId, id, { overlapHours: 24, by }, NOW);
    expect(next).toMatchObject({ name: 'ci', scopes: ['read'], expiresAt: null });
    for (const [text, at, isValid] of [
      [key, NOW + 23 * HOUR, true],
      [key, NOW + 24 * HOUR, false],
      [next.key, NOW + 25 * HOUR, true],
    ] as const)
      expect((await principalOfApiKey(text, at)) !== undefined).toBe(isValid);
    await rotateApiKey(clientId, next.id, { overlapHours: 0, by }, NOW);
    expect(await principalOfApiKey(next.key, NOW)).toBeUndefined();
    await expect(rotateApiKey(clientId, next.id, { overlapHours: 1, by }, NOW)).rejects.toMatchObject({ code: 'key_ended' });
    const { clientId: other } = await newPerson(mails, NOW);
    await expect(rotateApiKey(other, id, { overlapHours: 1, by }, NOW)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a staff token', () => {
  it('is in the audit log of the installation when it is made and when it is revoked, once', async () => {
    const name = `export ${randomUUID()}`;
    const { id, token } = await addStaffToken({ name, scopes: ['read'], actor: 'sam' }, NOW);
    await revokeStaffToken(id, 'kim', NOW);
    await revokeStaffToken(id, 'kim', NOW);
    const entries = (await listAudit(INSTALLATION, 200)).filter(({ target }) => target === name);
    expect(entries.map(({ actor, action }) => [actor, action])).toEqual([
      ['kim', 'staff_token.revoked'],
      ['sam', 'staff_token.created'],
    ]);
    expect(JSON.stringify(entries.map(({ after, before }) => [after, before]))).not.toContain(token);
  });

  it('has its permissions until it is revoked or expires, and is stored as a hash', async () => {
    const made = await addStaffToken({ name: 'billing export', scopes: ['read'], expiresAt: new Date(NOW + HOUR), actor: 'sam' }, NOW);
    expect(await principalOfStaffToken(made.token, NOW)).toMatchObject({
      name: 'staff token billing export',
      scopes: ['read'],
      isStaff: true,
    });
    expect(await principalOfStaffToken(made.token, NOW + HOUR)).toBeUndefined();
    expect(JSON.stringify(await listStaffTokens())).not.toContain(made.token);
    await revokeStaffToken(made.id, 'sam', NOW);
    await revokeStaffToken(made.id, 'sam', NOW);
    expect(await principalOfStaffToken(made.token, NOW)).toBeUndefined();
    await expect(revokeStaffToken(randomUUID(), 'sam', NOW)).rejects.toMatchObject({ status: 404 });
    expect(await principalOfStaffToken(`kg_staff_${'x'.repeat(40)}`, NOW)).toBeUndefined();
  });

  it('cannot expire in the past', async () => {
    await expect(addStaffToken({ name: 'x', scopes: ['read'], expiresAt: new Date(NOW), actor: 'sam' }, NOW)).rejects.toMatchObject({
      invalidParams: [{ name: 'expiresAt' }],
    });
  });
});

describe('a visit of the staff to a client', () => {
  async function newStaff() {
    const email = `staff-${randomUUID()}@example.com`;
    const user = await asSystem((tx) => tx.user.create({ data: { email, name: 'Sam', isStaff: true, emailVerifiedAt: new Date(NOW) } }));
    return { email, ...(await newSession(user.id, NOW)) };
  }

  it('sees the client as a viewer for an hour, with the reason in the audit log and a mail to the owner', async () => {
    const [owner, staff] = [await newPerson(mails, NOW), await newStaff()];
    const secret = await startImpersonation(
      { sessionId: staff.id, email: staff.email },
      { tenantId: owner.clientId, reason: 'ticket 7' },
      NOW,
    );
    expect(await principalOfSession(secret, sessionLimits(), NOW + MINUTE)).toMatchObject({
      tenant: { id: owner.clientId },
      role: 'viewer',
      scopes: ['read'],
      impersonation: { by: staff.email, reason: 'ticket 7' },
    });
    expect((await listAudit(owner.clientId, 1))[0]).toMatchObject({ action: 'client.visited', after: { reason: 'ticket 7' } });
    expect(mails.lastTo(owner.email).subject).toBe('Our support looks at your account');
    let at = NOW + MINUTE;
    for (; at < NOW + HOUR; at += 20 * MINUTE) await principalOfSession(secret, sessionLimits(), at);
    const after = await principalOfSession(secret, sessionLimits(), at);
    expect([after?.tenant, after?.impersonation]).toEqual([undefined, undefined]);
  });

  it('ends when the staff leave, and does not start at a client that does not exist', async () => {
    const [owner, staff] = [await newPerson(mails, NOW), await newStaff()];
    await startImpersonation({ sessionId: staff.id, email: staff.email }, { tenantId: owner.clientId, reason: 'ticket 8' }, NOW);
    const secret = await endImpersonation(staff.id, NOW);
    const principal = await principalOfSession(secret, sessionLimits(), NOW);
    expect([principal?.tenant, principal?.isStaff, principal?.scopes]).toEqual([undefined, true, ['read', 'write']]);
    const missing = startImpersonation({ sessionId: staff.id, email: staff.email }, { tenantId: 'no-such-client', reason: 'x' }, NOW);
    await expect(missing).rejects.toMatchObject({ status: 404 });
  });

  it('is worth nothing to somebody who is no longer staff', async () => {
    const [owner, staff] = [await newPerson(mails, NOW), await newStaff()];
    const secret = await startImpersonation(
      { sessionId: staff.id, email: staff.email },
      { tenantId: owner.clientId, reason: 'ticket 9' },
      NOW,
    );
    await asSystem((tx) => tx.user.update({ where: { email: staff.email }, data: { isStaff: false } }));
    expect(await principalOfSession(secret, sessionLimits(), NOW)).toBeUndefined();
  });
});
