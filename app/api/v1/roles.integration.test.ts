import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, limiters } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { MEMBER_ROLES, type MemberRole, roleAtLeast, sessionCookie } from '#lib/auth/index.ts';
import { captureMails, newPerson, newSession } from '#lib/auth/testing/people.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { allRoutes } from './routes.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE = 60_000;
const cookies = {} as Record<MemberRole, string>;
/** An owner who signed in 20 minutes ago. */
let staleCookie: string;
/** What asks again who it is, at least. */
const SENSITIVE = [
  'addPasskey',
  'changeRole',
  'closeClient',
  'createApiKey',
  'createStaffToken',
  'downloadAgentPackage',
  'invite',
  'offerTotp',
  'openBillingPortal',
  'removeMember',
  'removePasskey',
  'removeTotp',
  'replaceRecoveryCodes',
  'requestAddressChange',
  'rotateApiKey',
  'rotateSigningSecret',
  'setTeamPolicy',
  'takeDefaultKey',
  'transferOwnership',
  'visitClient',
];
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  const mails = captureMails();
  apiClock.provide(() => NOW);
  limiters.provide(memoryLimiter());
  const owner = await newPerson(mails, NOW);
  for (const role of MEMBER_ROLES) {
    const { userId } = role === 'owner' ? owner : await newPerson(mails, NOW);
    await asSystem(async (tx) => {
      await tx.membership.deleteMany({ where: { userId } });
      await tx.membership.create({ data: { tenantId: owner.clientId, userId, role } });
    });
    cookies[role] = (await sessionCookie((await newSession(userId, NOW)).secret)).split(';')[0] ?? '';
  }
  staleCookie = (await sessionCookie((await newSession(owner.userId, NOW - 20 * MINUTE)).secret)).split(';')[0] ?? '';
});
afterAll(() => db.drop());

const operations = allRoutes.filter(({ declaration }) => declaration.access === 'tenant');

describe('the roles', () => {
  it.each(operations.map((handler) => [handler.declaration.operationId, handler] as const))(
    'of %s are those that it declares: below them 403, and nothing is done',
    async (_operation, handler) => {
      const { method, path, role, scope } = handler.declaration;
      const needed = role ?? (method === 'GET' ? 'viewer' : 'member');
      const refused: MemberRole[] = [];
      for (const held of MEMBER_ROLES) {
        const body = method === 'GET' ? {} : { body: '{' };
        const url = `http://127.0.0.1:3000${path.replaceAll(/\{\w+\}/g, randomUUID())}`;
        const request = new Request(url, { method, headers: { cookie: cookies[held], 'content-type': 'application/json' }, ...body });
        // A body that cannot be parsed, and ids that do not exist: an allowed request fails later, without doing anything.
        const response = await handler(request, {
          params: Promise.resolve({ id: randomUUID(), key: ['x', 'y'], name: 'x', stream: 'x' }),
        }).catch(() => undefined);
        const problem = response?.status === 403 ? await response.json() : undefined;
        if (problem?.code === 'missing_role') refused.push(held);
      }
      const expected = MEMBER_ROLES.filter((held) => !roleAtLeast(held, needed));
      // Viewers may remove themselves only.
      expect([scope, refused]).toEqual([scope, handler.declaration.operationId === 'removeMember' ? ['viewer', 'member'] : expected]);
    },
  );
});

describe('operations on keys, the package, members, billing, factors and deletion', () => {
  const sensitive = allRoutes.filter(({ declaration }) => declaration.stepUp);

  it('are those that ask again who it is', () => {
    expect(sensitive.map(({ declaration }) => declaration.operationId)).toEqual(expect.arrayContaining(SENSITIVE));
  });

  it.each(
    sensitive
      .filter(({ declaration }) => declaration.access !== 'staff')
      .map((handler) => [handler.declaration.operationId, handler] as const),
  )('%s is refused to a session that was proven more than 15 minutes ago', async (_operation, handler) => {
    const { method, path } = handler.declaration;
    const url = `http://127.0.0.1:3000${path.replaceAll(/\{\w+\}/g, randomUUID())}`;
    const request = new Request(url, {
      method,
      headers: { cookie: staleCookie, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    const response = await handler(request, { params: Promise.resolve({ id: randomUUID() }) });
    expect([response.status, (await response.json()).code]).toEqual([403, 'step_up_required']);
  });
});
