import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, limiters } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { listAudit } from '#lib/audit/index.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { captureMails, newSession } from '#lib/auth/testing/people.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { addScimToken, revokeScimToken } from '#lib/scim/index.ts';
import { newCompany } from '#lib/sso/testing/company.ts';
import { type DnsServer, startDnsServer } from '#simulators/dns/index.ts';
import { allRoutes } from '../routes.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
type Company = Awaited<ReturnType<typeof newCompany>>;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let dns: DnsServer;
let a: Company;
let b: Company;
const tokens = new Map<Company, string>();
let mails: ReturnType<typeof captureMails>;

beforeAll(async () => {
  db = await freshDatabase();
  dns = await startDnsServer();
  mails = captureMails({ DNS_SERVERS: dns.address });
  apiClock.provide(() => NOW);
  limiters.provide(memoryLimiter());
  [a, b] = [await newCompany(mails, dns, NOW), await newCompany(mails, dns, NOW)];
  for (const one of [a, b]) tokens.set(one, (await addScimToken(one.id, 'Entra', one.owner.email, NOW)).token);
});
afterAll(async () => {
  await a.issuer.close();
  await b.issuer.close();
  await dns.close();
  await db.drop();
});

/** A call as a directory makes it. */
async function call(as: Company | string, method: string, path: string, body?: unknown) {
  const [name, query = ''] = path.split('?');
  const [resource, id] = (name ?? '').split('/');
  const declared = `/api/v1/scim/v2/${resource}${id ? '/{id}' : ''}`;
  const handler = allRoutes.find(({ declaration }) => declaration.method === method && declaration.path === declared);
  if (!handler) throw new Error(`no route ${method} ${declared}`);
  const request = new Request(`http://127.0.0.1:3000/api/v1/scim/v2/${name}?${query}`, {
    method,
    headers: { Authorization: `Bearer ${typeof as === 'string' ? as : tokens.get(as)}`, 'Content-Type': 'application/scim+json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await handler(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), body: text ? JSON.parse(text) : undefined };
}
const address = (one: Company) => `${randomUUID().slice(0, 8)}@${one.domain}`;
const create = async (one: Company, more: object = {}) =>
  (await call(one, 'POST', 'Users', { schemas: [USER], userName: address(one), ...more })).body;
const patch = (one: Company, id: string, ...Operations: object[]) =>
  call(one, 'PATCH', `Users/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
const find = (one: Company, filter: string) => call(one, 'GET', `Users?filter=${encodeURIComponent(filter)}`);

describe('a SCIM token', () => {
  it('opens SCIM and nothing else, and SCIM opens for nothing else', async () => {
    const key = await asSystem((tx) => createApiKey(tx, { tenantId: a.id, name: 'k', scopes: ['read', 'write'], actor: 'x' }));
    expect(await call(key.key, 'GET', 'Users')).toMatchObject({ status: 401, type: 'application/scim+json', body: { status: '401' } });
    for (const handler of allRoutes.filter(({ declaration }) => !['public', 'scim'].includes(declaration.access))) {
      const { method, path } = handler.declaration;
      const request = new Request(`http://127.0.0.1:3000${path}`, { method, headers: { Authorization: `Bearer ${tokens.get(a)}` } });
      const response = await handler(request, { params: Promise.resolve({}) });
      expect([path, response.status]).toEqual([path, 401]);
    }
  });

  it('is told to the owners of its client when it is made', async () => {
    await addScimToken(a.id, 'told', 'sam@example.com', NOW);
    expect(mails.lastTo(a.owner.email).text).toContain('sam@example.com made a SCIM token');
  });

  it('ends when it is revoked', async () => {
    const made = await addScimToken(a.id, 'old', 'x', NOW);
    expect((await call(made.token, 'GET', 'Users')).status).toBe(200);
    await revokeScimToken(a.id, made.id, 'x', NOW);
    expect((await call(made.token, 'GET', 'Users')).status).toBe(401);
  });

  it('is limited in its rate', async () => {
    const made = await addScimToken(b.id, 'fast', 'x', NOW);
    limiters.provide({ ...memoryLimiter(), take: async (key) => ({ isOver: key === `scim ${b.id}`, remaining: 0, resetSeconds: 7 }) });
    expect(await call(made.token, 'GET', 'Users')).toMatchObject({ status: 429, body: { status: '429' } });
    limiters.provide(memoryLimiter());
  });
});

describe('SCIM', () => {
  it('says what it supports', async () => {
    expect((await call(a, 'GET', 'ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
    expect((await call(a, 'GET', 'ResourceTypes')).body.Resources[0]).toMatchObject({ endpoint: '/Users', schema: USER });
    expect((await call(a, 'GET', 'Schemas')).body.Resources[0]).toMatchObject({ id: USER });
  });

  it('makes a member, finds and gets it, and lists in pages', async () => {
    const userName = address(a);
    const made = await call(a, 'POST', 'Users', {
      schemas: [USER],
      userName,
      externalId: 'e-1',
      name: { givenName: 'Ann', familyName: 'Lee' },
    });
    expect(made).toMatchObject({ status: 201, type: 'application/scim+json', body: { userName, displayName: 'Ann Lee', active: true } });
    expect((await a.roles())[userName]).toBe('viewer');
    expect((await call(a, 'GET', `Users/${made.body.id}`)).body).toEqual(made.body);
    expect((await find(a, `userName eq "${userName.toUpperCase()}"`)).body).toMatchObject({
      totalResults: 1,
      Resources: [{ id: made.body.id }],
    });
    expect((await find(a, 'externalId eq "e-1"')).body.totalResults).toBe(1);
    expect((await find(a, 'userName eq "nobody@example.com"')).body).toMatchObject({ totalResults: 0, Resources: [] });
    await create(a);
    const page = (await call(a, 'GET', 'Users?startIndex=2&count=1')).body;
    expect([page.startIndex, page.itemsPerPage, page.Resources.length, page.totalResults >= 2]).toEqual([2, 1, 1, true]);
    expect((await call(a, 'GET', 'Users?count=0')).body).toMatchObject({ Resources: [] });
  });

  it.each(['userName co "a"', 'title eq "x"', 'userName eq', '((', 'userName eq "a" and active eq true'])(
    'refuses a filter that it does not know: %s',
    async (filter) => {
      expect(await find(a, filter)).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
    },
  );

  it('gives roles by roles and by entitlements, but makes no owners', async () => {
    expect((await create(a, { roles: [{ value: 'Admin' }] })).roles).toEqual([{ value: 'admin', primary: true }]);
    expect((await create(a, { entitlements: [{ value: 'member' }] })).roles[0].value).toBe('member');
    expect(await call(a, 'POST', 'Users', { userName: address(a), roles: ['owner'] })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
    expect(await call(a, 'POST', 'Users', { userName: address(a), roles: ['king'] })).toMatchObject({ status: 400 });
  });

  it('refuses what exists, an address that is none, and a body that is none', async () => {
    const { userName } = await create(a);
    expect(await call(a, 'POST', 'Users', { userName })).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect(await call(a, 'POST', 'Users', { userName: 'jo' })).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect(await call(a, 'POST', 'Users', [])).toMatchObject({ status: 400 });
  });

  it.each([
    ['Okta deactivates', [{ op: 'replace', value: { active: false } }], { active: false }],
    ['Entra ID deactivates', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
    ['Entra ID deactivates without a path', [{ op: 'Replace', value: { active: 'False' } }], { active: false }],
    [
      'Entra ID gives a role',
      [{ op: 'Replace', path: 'roles[primary eq "True"].value', value: 'admin' }],
      { roles: [{ value: 'admin', primary: true }] },
    ],
    ['a role is added', [{ op: 'add', path: 'roles', value: [{ value: 'member' }] }], { roles: [{ value: 'member', primary: true }] }],
    ['a name changes', [{ op: 'replace', path: 'displayName', value: 'New' }], { displayName: 'New' }],
    ['an id goes', [{ op: 'remove', path: 'externalId' }], { externalId: undefined }],
    ['an id comes', [{ op: 'Add', path: 'externalId', value: 'e-9' }], { externalId: 'e-9' }],
  ])('takes a PATCH: %s', async (_what, operations, expected) => {
    const { id } = await create(a, { externalId: 'e' });
    const answer = await patch(a, id, ...operations);
    expect(answer.status).toBe(200);
    for (const [name, value] of Object.entries(expected)) expect(answer.body[name]).toEqual(value);
  });

  it('refuses a PATCH that it cannot do, and changes nothing', async () => {
    const { id } = await create(a);
    expect(await patch(a, id, { op: 'replace', path: 'emails[[', value: 1 })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidPath' },
    });
    expect(await patch(a, id, { op: 'fly' })).toMatchObject({ status: 400 });
    expect((await call(a, 'PATCH', `Users/${id}`, {})).status).toBe(400);
  });
});

describe('a user that the directory deactivates', () => {
  it('is no member at once, in no session, does not come back by single sign-on, and is a member again when activated', async () => {
    const { id, userName } = await create(a, { roles: ['admin'] });
    const person = await asSystem((tx) => tx.user.findUniqueOrThrow({ where: { email: userName } }));
    await b.join(person.id, 'member');
    const session = await newSession(person.id, NOW);
    const bySso = await a.signIn(userName);
    expect('secret' in bySso).toBe(true);
    await patch(a, id, { op: 'replace', path: 'active', value: false });
    expect((await a.roles())[userName]).toBeUndefined();
    expect((await session.principal(NOW))?.tenant?.id, 'the other client of the person is not affected').toBe(b.id);
    expect(await a.signIn(userName)).toEqual({ refused: 'sso_removed' });
    expect((await listAudit(a.id, 5)).map(({ action }) => action)).toContain('member.removed');
    await patch(a, id, { op: 'replace', path: 'active', value: true });
    expect((await a.roles())[userName]).toBe('admin');
  });

  it('is not the last owner: that one stays', async () => {
    const email = address(a);
    const user = await asSystem((tx) => tx.user.create({ data: { email, name: 'Boss', emailVerifiedAt: new Date(NOW) } }));
    await a.join(user.id, 'owner');
    await asSystem((tx) => tx.membership.deleteMany({ where: { tenantId: a.id, role: 'owner', userId: { not: user.id } } }));
    const made = await call(a, 'POST', 'Users', { userName: email });
    expect(made.body.roles[0].value).toBe('owner');
    const { id } = made.body;
    const refused = {
      status: 409,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '409', scimType: 'mutability' },
    };
    expect(await patch(a, id, { op: 'replace', path: 'active', value: false })).toMatchObject(refused);
    expect(await call(a, 'DELETE', `Users/${id}`)).toMatchObject(refused);
    expect(await call(a, 'PUT', `Users/${id}`, { userName: email, roles: ['viewer'] })).toMatchObject(refused);
    expect((await call(a, 'GET', `Users/${id}`)).body).toMatchObject({ active: true, roles: [{ value: 'owner' }] });
    await a.join(a.owner.userId, 'owner');
    expect(await call(a, 'DELETE', `Users/${id}`)).toMatchObject({ status: 204, body: undefined });
    expect((await call(a, 'GET', `Users/${id}`)).status).toBe(404);
  });
});

describe('the directory of a client', () => {
  it('reaches addresses of its verified domains only, also when a user is renamed', async () => {
    const foreign = { status: 400, body: { scimType: 'invalidValue' } };
    expect(await call(a, 'POST', 'Users', { userName: b.owner.email })).toMatchObject(foreign);
    expect(await call(a, 'POST', 'Users', { userName: address(b) })).toMatchObject(foreign);
    const { id } = await create(a);
    expect(await call(a, 'PUT', `Users/${id}`, { userName: address(b) })).toMatchObject(foreign);
  });

  it('adds a membership to an account of another client at an own address, and learns and changes nothing else of it', async () => {
    const email = address(a);
    const user = await asSystem((tx) =>
      tx.user.create({ data: { email, name: 'A private name', passwordHash: 'h', emailVerifiedAt: new Date(NOW) } }),
    );
    await b.join(user.id, 'admin');
    const made = await call(a, 'POST', 'Users', { userName: email, displayName: 'Worker' });
    expect(JSON.stringify(made.body)).not.toContain('private');
    await call(a, 'DELETE', `Users/${made.body.id}`);
    expect(await asSystem((tx) => tx.user.findUnique({ where: { id: user.id } }))).toMatchObject({
      name: 'A private name',
      passwordHash: 'h',
    });
    expect((await b.roles())[email]).toBe('admin');
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])(
    'gets for a user of another client byte for byte the answer of a missing one: %s',
    async (method) => {
      const { id, userName } = await create(b);
      const body =
        method === 'PUT'
          ? { userName: address(a) }
          : method === 'PATCH'
            ? { Operations: [{ op: 'replace', value: { active: false } }] }
            : undefined;
      const answers = [await call(a, method, `Users/${id}`, body), await call(a, method, `Users/${randomUUID()}`, body)];
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]?.status).toBe(404);
      expect((await b.roles())[userName]).toBe('viewer');
      expect((await find(a, `userName eq "${userName}"`)).body.totalResults).toBe(0);
      expect((await find(a, `id eq "${id}"`)).body.totalResults).toBe(0);
    },
  );
});
