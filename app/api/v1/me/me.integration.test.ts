import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiClock, limiters, type RouteHandler } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { sessionCookie } from '#lib/auth/index.ts';
import { captureMails, newPerson, newSession, PASSWORD } from '#lib/auth/testing/people.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { GET as LIST_INCIDENTS } from '../incidents/route.ts';
import { POST as CONFIRM } from './authentications/route.ts';
import { PUT as SWITCH } from './client/route.ts';
import { PUT as CHANGE_PASSWORD } from './password/route.ts';
import { PATCH as UPDATE_PROFILE } from './profile/route.ts';
import { GET as SECURITY } from './security/route.ts';
import { DELETE as END_SESSION } from './sessions/[id]/route.ts';
import { DELETE as END_OTHERS, GET as LIST_SESSIONS } from './sessions/route.ts';
import { PUT as CONFIRM_TOTP, POST as OFFER_TOTP, DELETE as REMOVE_TOTP } from './totp/route.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
let now = NOW;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
  apiClock.provide(() => now);
});
beforeEach(() => {
  now = NOW;
  limiters.provide(memoryLimiter());
});
afterAll(() => db.drop());

/** A browser of a person: sends the session cookie, and keeps a new one that it gets. */
async function browserOf(userId: string) {
  const session = await newSession(userId, NOW);
  let [cookie = ''] = (await sessionCookie(session.secret)).split(';');
  const call = async (handler: RouteHandler, { body, params = {} }: { body?: unknown; params?: Record<string, string> } = {}) => {
    const { method, path } = handler.declaration;
    const request = new Request(`http://127.0.0.1:3000${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const response = await handler(request, { params: Promise.resolve(params) });
    const set = response.headers.get('set-cookie');
    if (set) cookie = set.split(';')[0] ?? '';
    return { status: response.status, body: await response.json(), setCookie: set !== null };
  };
  return { ...session, call, steal: () => cookie };
}

async function newBrowser() {
  const person = await newPerson(mails, NOW);
  return { ...person, ...(await browserOf(person.userId)) };
}

describe('a sensitive operation', () => {
  it('asks a person to prove again who they are after 15 minutes, and goes through afterwards', async () => {
    const { call } = await newBrowser();
    expect((await call(OFFER_TOTP)).status).toBe(200);
    now = NOW + 16 * MINUTE;
    expect(await call(OFFER_TOTP)).toMatchObject({ status: 403, body: { code: 'step_up_required' } });
    expect(await call(CONFIRM, { body: { password: 'wrong' } })).toMatchObject({ status: 422, setCookie: false });
    expect(await call(CONFIRM, { body: { password: PASSWORD } })).toMatchObject({ status: 200, setCookie: true });
    expect((await call(OFFER_TOTP)).status).toBe(200);
  });

  it('changes the session’s secret when the person proves who they are: a stolen cookie from before is void', async () => {
    const browser = await newBrowser();
    const stolen = browser.steal();
    await browser.call(CONFIRM, { body: { password: PASSWORD } });
    expect(browser.steal()).not.toBe(stolen);
    expect(await browser.principal(now)).toBeUndefined();
  });
});

describe('an authenticator app', () => {
  it('is set up, protects the account, counts for this session at once, and can be removed', async () => {
    const { call, userId, clientId, email } = await newBrowser();
    await asSystem((tx) => tx.tenant.update({ where: { id: clientId }, data: { requiresSecondFactor: true } }));
    expect(await call(LIST_INCIDENTS)).toMatchObject({ status: 403, body: { code: 'second_factor_needed' } });
    const { secret } = (await call(OFFER_TOTP)).body;
    const code = TOTP.generate({ secret: new TOTP({ secret }).secret, timestamp: now });
    expect(await call(CONFIRM_TOTP, { body: { code: 'abc' } })).toMatchObject({
      status: 422,
      body: { invalid_params: [{ name: 'code' }] },
    });
    expect((await call(CONFIRM_TOTP, { body: { code } })).body.recoveryCodes).toHaveLength(10);
    expect((await call(LIST_INCIDENTS)).status).toBe(200);
    expect((await call(SECURITY)).body).toMatchObject({ totp: true, recoveryCodes: 10, hasPassword: true });
    expect(mails.lastTo(email).subject).toBe('An authenticator app was added to your account');
    await call(REMOVE_TOTP);
    expect((await call(SECURITY)).body).toMatchObject({ totp: false, recoveryCodes: 0 });
    expect(userId).toBeDefined();
  });
});

describe('the list of sessions', () => {
  it('marks this one, and ends one or all others', async () => {
    const here = await newBrowser();
    const [second, third] = [await browserOf(here.userId), await browserOf(here.userId)];
    const { items } = (await here.call(LIST_SESSIONS)).body;
    expect(items.filter((one: { current: boolean }) => one.current).map((one: { id: string }) => one.id)).toEqual([here.id]);
    expect(items).toHaveLength(3);
    expect((await here.call(END_SESSION, { params: { id: second.id } })).status).toBe(200);
    expect((await second.call(LIST_SESSIONS)).status).toBe(401);
    expect((await here.call(END_OTHERS)).status).toBe(200);
    expect((await third.call(LIST_SESSIONS)).status).toBe(401);
    expect((await here.call(LIST_SESSIONS)).body.items).toHaveLength(1);
  });

  it('of somebody else is out of reach', async () => {
    const [a, b] = [await newBrowser(), await newBrowser()];
    expect((await b.call(END_SESSION, { params: { id: a.id } })).status).toBe(404);
    expect((await a.call(LIST_SESSIONS)).status).toBe(200);
  });
});

describe('a changed password', () => {
  it('keeps this session, with a new cookie, and ends the others', async () => {
    const here = await newBrowser();
    const other = await browserOf(here.userId);
    const answer = await here.call(CHANGE_PASSWORD, { body: { current: PASSWORD, next: 'another long password' } });
    expect(answer).toMatchObject({ status: 200, setCookie: true });
    expect((await here.call(LIST_SESSIONS)).status).toBe(200);
    expect((await other.call(LIST_SESSIONS)).status).toBe(401);
  });
});

describe('the client that a person works for', () => {
  it('can be switched to another of theirs, and to no foreign one', async () => {
    const [a, b] = [await newBrowser(), await newBrowser()];
    expect((await a.call(SWITCH, { body: { clientId: b.clientId } })).status).toBe(404);
    await asSystem((tx) => tx.membership.create({ data: { tenantId: b.clientId, userId: a.userId, role: 'viewer' } }));
    expect(await a.call(SWITCH, { body: { clientId: b.clientId } })).toMatchObject({ status: 200, setCookie: true });
  });
});

describe('a profile', () => {
  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'see https://evil.example' }, 'name'],
    [{ theme: 'pink' }, 'theme'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('refuses %j on its field', async (body, field) => {
    const { call } = await newBrowser();
    expect(await call(UPDATE_PROFILE, { body })).toMatchObject({ status: 422, body: { invalid_params: [{ name: field }] } });
  });
});
