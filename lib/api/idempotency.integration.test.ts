import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createApiKey, issueApiToken, principalOfApiKey, sessionCookie } from '#lib/auth/index.ts';
import { captureMails, newPerson, newSession } from '#lib/auth/testing/people.ts';
import { asSystem, asSystemSql } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { apiClock, forgetOldAnswers, limiters, type RouteHandler, route } from './index.ts';
import { memoryLimiter } from './rate-limit.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const DAY = 86_400_000;
const ADMIN_TOKEN = 'the-staff-token-of-the-test-long-enough';
let now = NOW;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let mails: ReturnType<typeof captureMails>;

/** What the operation does; each test says it. */
const work = vi.fn<(text: string) => Promise<string>>();
const declaration = {
  method: 'POST',
  path: '/api/v1/things/{id}',
  summary: 'Make a thing.',
  tag: 'Test',
  access: 'tenant',
  params: z.object({ id: z.string() }),
  body: z.object({ text: z.string() }),
  response: z.object({ made: z.string() }),
  status: 201,
} as const;
const MAKE = route({ ...declaration, operationId: 'makeThing' }, async ({ body }) => ({ made: await work(body.text) }));
const MAKE_AS_STAFF = route({ ...declaration, operationId: 'makeAsStaff', access: 'staff' }, async ({ body }) => ({
  made: await work(body.text),
}));

beforeAll(async () => {
  db = await freshDatabase();
  mails = captureMails();
  env.provide(readEnv({ ADMIN_TOKEN }, () => 'the secret of the test, long enough for it'));
  apiClock.provide(() => now);
});
beforeEach(() => {
  now = NOW;
  limiters.provide(memoryLimiter());
  work.mockReset().mockImplementation(async (text) => `${text} ${randomUUID()}`);
});
afterAll(() => db.drop());

async function newKey(clientId = `c-${randomUUID().slice(0, 8)}`): Promise<{ clientId: string; key: string }> {
  return asSystem(async (tx) => {
    if (!(await tx.tenant.findUnique({ where: { id: clientId } })))
      await createTenant(tx, { id: clientId, name: clientId, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id: clientId }, data: { status: 'active' } });
    return { clientId, key: (await createApiKey(tx, { tenantId: clientId, name: 'test', scopes: ['read', 'write'], actor: 'test' })).key };
  });
}

interface Sent {
  as?: string | { cookie: string };
  text?: string;
  id?: string;
  header?: string;
}

async function make({ as = '', text = 'a', id = '1', header }: Sent, handler: RouteHandler = MAKE) {
  const request = new Request(`http://127.0.0.1:3000/api/v1/things/${id}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(typeof as === 'string' ? { authorization: `Bearer ${as}` } : as),
      ...(header !== undefined && { 'idempotency-key': header }),
    },
    body: JSON.stringify({ text }),
  });
  const response = await handler(request, { params: Promise.resolve({ id }) });
  return { status: response.status, replayed: response.headers.get('idempotency-replayed'), body: await response.json() };
}

describe('a request with an Idempotency-Key', () => {
  it('that is sent again gets the first answer, and is done once', async () => {
    const { key } = await newKey();
    const header = `"${randomUUID()}"`;
    const first = await make({ as: key, header });
    expect(first).toMatchObject({ status: 201, replayed: null });
    expect(await make({ as: key, header })).toEqual({ ...first, replayed: 'true' });
    expect(await make({ as: key, header: header.slice(1, -1) }), 'the quotes are not part of the key').toEqual({
      ...first,
      replayed: 'true',
    });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['body', { text: 'b' }],
    ['address', { id: '2' }],
  ])('is refused with 422 when the same key comes with another %s', async (_what, other) => {
    const { key } = await newKey();
    const header = randomUUID();
    await make({ as: key, header });
    expect(await make({ as: key, header, ...other })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused', invalid_params: [{ name: 'Idempotency-Key' }] },
    });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('gives its answer to no token of the API key that has fewer permissions', async () => {
    const { key } = await newKey();
    const header = randomUUID();
    await make({ as: key, header });
    const principal = await principalOfApiKey(key, NOW);
    const { token } = await issueApiToken(principal!, { scopes: ['write'], minutes: 5 }, NOW);
    expect(await make({ as: token, header })).toMatchObject({ status: 422 });
  });

  it('is refused with 409 while the first one is being answered', async () => {
    const { key } = await newKey();
    const header = randomUUID();
    const { promise, resolve } = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    work.mockImplementationOnce(() => {
      begun.resolve();
      return promise;
    });
    const first = make({ as: key, header });
    await begun.promise;
    expect(await make({ as: key, header })).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });
    resolve('done');
    expect(await first).toMatchObject({ status: 201, body: { made: 'done' } });
    expect(await make({ as: key, header })).toMatchObject({ status: 201, body: { made: 'done' }, replayed: 'true' });
  });

  it.each([409, 503])('that was refused with %d may be sent again with the same key', async (status) => {
    const { key } = await newKey();
    const header = randomUUID();
    work.mockRejectedValueOnce(new Problem(status, 'not_now', 'Not now.'));
    expect(await make({ as: key, header })).toMatchObject({ status, body: { code: 'not_now' } });
    expect(await make({ as: key, header })).toMatchObject({ status: 201, replayed: null });
  });

  it('that is invalid uses up no key', async () => {
    const { key } = await newKey();
    const header = randomUUID();
    expect(await make({ as: key, header, text: 1 as unknown as string })).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
    expect(await make({ as: key, header })).toMatchObject({ status: 201 });
  });

  it('that ended with an internal error is not done again: how far it came is not known', async () => {
    const { key } = await newKey();
    const header = randomUUID();
    work.mockRejectedValueOnce(new Error('cut short'));
    expect(await make({ as: key, header })).toMatchObject({ status: 500 });
    expect(await make({ as: key, header })).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each(['', '""', '"a', 'a b', 'x'.repeat(256), '"ä"'])('whose key is none is refused with 400: %s', async (header) => {
    const { key } = await newKey();
    expect(await make({ as: key, header })).toMatchObject({ status: 400, body: { code: 'bad_idempotency_key' } });
    expect(work).not.toHaveBeenCalled();
  });

  it('meets only those of the same API key: others, and other clients, have keys of their own', async () => {
    const [one, other] = [await newKey(), await newKey()];
    const second = await newKey(one.clientId);
    const header = randomUUID();
    const made = new Set<string>();
    for (const { key } of [one, other, second]) made.add((await make({ as: key, header })).body.made);
    expect([made.size, work.mock.calls.length]).toEqual([3, 3]);
  });

  it('of the staff is done once, too', async () => {
    const header = randomUUID();
    const first = await make({ as: ADMIN_TOKEN, header }, MAKE_AS_STAFF);
    expect(await make({ as: ADMIN_TOKEN, header }, MAKE_AS_STAFF)).toEqual({ ...first, replayed: 'true' });
  });

  it('of a session in the portal is done each time', async () => {
    const { userId } = await newPerson(mails, NOW);
    const cookie = (await sessionCookie((await newSession(userId, NOW)).secret)).split(';')[0] ?? '';
    const header = randomUUID();
    for (const _ of [1, 2]) expect(await make({ as: { cookie }, header })).toMatchObject({ status: 201, replayed: null });
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('is done again after 24 hours, when its answer is deleted', async () => {
    const { key } = await newKey();
    const [header, unused] = [randomUUID(), randomUUID()];
    await make({ as: key, header });
    now += DAY - 1;
    await forgetOldAnswers(now);
    expect(await make({ as: key, header })).toMatchObject({ replayed: 'true' });
    await make({ as: key, header: unused });
    now += 1;
    expect(await make({ as: key, header })).toMatchObject({ status: 201, replayed: null });
    now += DAY;
    await forgetOldAnswers(now);
    expect((await kept()).length).toBe(0);
  });
});

async function kept(): Promise<string[]> {
  const { rows } = await asSystemSql(db.pool, (sql) => sql.query<{ row: string }>('SELECT k::text AS row FROM idempotency_keys k'));
  return rows.map(({ row }) => row);
}

it('a kept answer, and the key itself, stand nowhere in clear', async () => {
  const { key } = await newKey();
  const header = randomUUID();
  work.mockResolvedValueOnce('kg_live_secret');
  await make({ as: key, header });
  const rows = await kept();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) for (const secret of ['kg_live_secret', header, key]) expect(row).not.toContain(secret);
});
