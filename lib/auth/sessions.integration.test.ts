import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import {
  addApiKey,
  endSession,
  endSessions,
  forgetOldSessions,
  hasSignedInFrom,
  listSessions,
  revokeApiKey,
  rotateSession,
} from './index.ts';
import { sessionCookie, sessionLimits, sessionSecretOf } from './session-cookie.ts';
import { principalOfSession, signOut, startSession } from './sessions.ts';
import { CALLER, captureMails, newPerson, newSession } from './testing/people.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
});
afterAll(() => db.drop());

const list = (userId: string, now = NOW) => listSessions(userId, sessionLimits(), now);

describe('a session', () => {
  it('ends after half an hour without a request', async () => {
    const { userId } = await newPerson(mails, NOW);
    const { principal } = await newSession(userId, NOW);
    expect(await principal(NOW + 29 * MINUTE)).toMatchObject({ userId, via: 'session' });
    expect(await principal(NOW + 58 * MINUTE)).toBeDefined();
    expect(await principal(NOW + 89 * MINUTE)).toBeUndefined();
  });

  it('ends after twelve hours, however much it is used', async () => {
    const { userId } = await newPerson(mails, NOW);
    const { principal } = await newSession(userId, NOW);
    let at = NOW;
    for (; at < NOW + 12 * 60 * MINUTE; at += 20 * MINUTE) expect(await principal(at)).toBeDefined();
    expect(await principal(at)).toBeUndefined();
  });

  it('is listed with where it was opened and last used, and can be ended from another one', async () => {
    const { userId } = await newPerson(mails, NOW);
    const [here, there] = [await newSession(userId, NOW), await newSession(userId, NOW + MINUTE)];
    await here.principal(NOW + 5 * MINUTE);
    const sessions = await list(userId, NOW + 5 * MINUTE);
    expect(sessions.map(({ id, lastSeenAt }) => [id, lastSeenAt.getTime()])).toEqual([
      [here.id, NOW + 5 * MINUTE],
      [there.id, NOW + MINUTE],
    ]);
    expect(sessions[0]).toMatchObject({ ...CALLER, methods: ['password'] });
    expect(JSON.stringify(sessions)).not.toContain(here.secret);
    await endSession(userId, there.id, NOW);
    expect(await there.principal(NOW)).toBeUndefined();
    expect(await here.principal(NOW + 6 * MINUTE)).toBeDefined();
    await expect(endSession(userId, there.id, NOW)).rejects.toMatchObject({ status: 404 });
  });

  it('of somebody else cannot be ended: the answer is the same as for one that does not exist', async () => {
    const [a, b] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    const { id, principal } = await newSession(a.userId, NOW);
    await expect(endSession(b.userId, id, NOW)).rejects.toMatchObject({ status: 404 });
    expect(await principal(NOW)).toBeDefined();
  });

  it('stays when all others are ended, and ends itself by signing out', async () => {
    const { userId } = await newPerson(mails, NOW);
    const [here, there] = [await newSession(userId, NOW), await newSession(userId, NOW)];
    await asSystem((tx) => endSessions(tx, userId, NOW, here.id));
    expect([await here.principal(NOW), await there.principal(NOW)]).toEqual([expect.anything(), undefined]);
    expect(await asSystem((tx) => signOut(tx, here.secret, NOW))).toMatchObject({ id: userId });
    expect(await asSystem((tx) => signOut(tx, here.secret, NOW))).toBeUndefined();
    expect(await here.principal(NOW)).toBeUndefined();
  });

  it('has a new secret after its rights changed, and the old one is void', async () => {
    const { userId } = await newPerson(mails, NOW);
    const { id, principal } = await newSession(userId, NOW);
    const secret = await asSystem((tx) => rotateSession(tx, id, { provenBy: ['totp'] }, NOW + MINUTE));
    expect(await principal(NOW + MINUTE)).toBeUndefined();
    expect(await principalOfSession(secret, sessionLimits(), NOW + MINUTE)).toMatchObject({ sessionId: id, authenticatedAt: NOW + MINUTE });
  });

  it('that an API key opened has the rights of its scopes and ends with the key', async () => {
    const { clientId } = await newPerson(mails, NOW);
    const key = await addApiKey(clientId, { name: 'ci', scopes: ['read'], actor: 'jo' }, NOW);
    const secret = await asSystem((tx) => startSession(tx, { ...CALLER, keyId: key.id, methods: ['api-key'] }, sessionLimits(), NOW));
    expect(await principalOfSession(secret, sessionLimits(), NOW)).toMatchObject({
      role: 'viewer',
      keyId: key.id,
      tenant: { id: clientId },
    });
    await revokeApiKey(clientId, key.id, 'jo', NOW);
    expect(await principalOfSession(secret, sessionLimits(), NOW)).toBeUndefined();
  });

  it('works for the client that the person chose, and for none that the person does not belong to', async () => {
    const [a, b] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    const { id } = await newSession(a.userId, NOW);
    const choose = (activeClient: string) => asSystem((tx) => rotateSession(tx, id, { activeClient }, NOW));
    expect((await principalOfSession(await choose(b.clientId), sessionLimits(), NOW))?.tenant?.id).toBe(a.clientId);
    await asSystem((tx) => tx.membership.create({ data: { tenantId: b.clientId, userId: a.userId, role: 'viewer' } }));
    expect(await principalOfSession(await choose(b.clientId), sessionLimits(), NOW)).toMatchObject({
      tenant: { id: b.clientId },
      role: 'viewer',
    });
  });

  it('of the staff lacks a second factor on an installation that others can reach, unless it was opened with one', async () => {
    const { id } = await asSystem((tx) => tx.user.create({ data: { email: `${randomUUID()}@staff.example`, name: 'S', isStaff: true } }));
    const [weak, strong] = [await newSession(id, NOW), await newSession(id, NOW, ['password', 'totp'])];
    const isLacking = async (session: typeof weak) => (await session.principal(NOW))?.lacksSecondFactor ?? false;
    expect(await isLacking(weak)).toBe(false);
    const before = env.use();
    env.provide({ ...before, loopback: false });
    expect([await isLacking(weak), await isLacking(strong)]).toEqual([true, false]);
    env.provide(before);
  });

  it('lacks a second factor when the client requires one and it was opened with a password alone', async () => {
    const { userId, clientId } = await newPerson(mails, NOW);
    await asSystem((tx) => tx.tenant.update({ where: { id: clientId }, data: { requiresSecondFactor: true } }));
    expect(await (await newSession(userId, NOW)).principal(NOW)).toMatchObject({ lacksSecondFactor: true });
    expect(await (await newSession(userId, NOW, ['password', 'totp'])).principal(NOW)).toMatchObject({ lacksSecondFactor: false });
    expect(await (await newSession(userId, NOW, ['passkey'])).principal(NOW)).toMatchObject({ lacksSecondFactor: false });
  });

  it('makes its address known to the account, and to no other', async () => {
    const [a, b] = [await newPerson(mails, NOW), await newPerson(mails, NOW)];
    await newSession(a.userId, NOW);
    expect(await hasSignedInFrom(a.email, CALLER.address)).toBe(true);
    expect(await hasSignedInFrom(a.email, '198.51.100.1')).toBe(false);
    expect(await hasSignedInFrom(b.email, CALLER.address)).toBe(false);
  });

  it('is forgotten some time after its end', async () => {
    const { userId } = await newPerson(mails, NOW);
    const { id } = await newSession(userId, NOW);
    await forgetOldSessions(NOW);
    expect((await list(userId)).map((one) => one.id)).toEqual([id]);
    await forgetOldSessions(NOW + 13 * 60 * MINUTE);
    expect(await asSystem((tx) => tx.session.count({ where: { userId } }))).toBe(0);
  });
});

describe('the session cookie', () => {
  it('carries the secret encrypted, and one that was made up or cut is none', async () => {
    const cookie = await sessionCookie('the-secret-of-a-session');
    const [pair = ''] = cookie.split(';');
    const secretOf = (text: string) => sessionSecretOf({ headers: new Headers({ cookie: text }) });
    expect(cookie).not.toContain('the-secret-of-a-session');
    expect(cookie).toContain('HttpOnly; SameSite=Lax');
    expect(await secretOf(`a=b; ${pair}; c=d`)).toBe('the-secret-of-a-session');
    for (const bad of ['', pair.slice(0, -4), 'kg-rca-session=nonsense', `${pair.split('=')[0]}=%E0%A4%A`])
      expect(await secretOf(bad)).toBeUndefined();
  });
});
