import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, type RouteHandler } from '#lib/api/index.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { refreshIncidents } from '#lib/incidents/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import type { Diagnosis } from '#lib/rca/types.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { POST as OPEN_SHARED } from '../shared-incidents/route.ts';
import { POST as COMMENT } from './[id]/comments/route.ts';
import { GET as REPORT } from './[id]/report/route.ts';
import { PUT as RESOLVE } from './[id]/resolution/route.ts';
import { GET, PATCH } from './[id]/route.ts';
import { POST as SHARE } from './[id]/shares/route.ts';
import { GET as LIST } from './route.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const object = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const DIAGNOSIS: Diagnosis = {
  ...{ verdict: 'incident', reason: 'It crashes.', symptoms: [{ object, what: 'CrashLoopBackOff', message: '' }] },
  ...{ causes: [], chain: [], timeline: [], gaps: [] },
  blastRadius: {
    affected: [{ object, impact: 'failing', hops: 0, via: null }],
    counts: { workloads: 1, pods: 1, services: 0, namespaces: 1 },
  },
};
let db: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  db = await freshDatabase();
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  apiClock.provide(() => NOW);
});
afterAll(() => db.drop());

/** A client with a key and an open incident, and how to call an operation as it. */
async function newClient() {
  const tenantId = `c-${randomUUID().slice(0, 18)}`;
  const key = await asSystem(async (tx) => {
    await createTenant(tx, { id: tenantId, name: tenantId, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id: tenantId }, data: { status: 'active' } });
    return (await createApiKey(tx, { tenantId, name: 'test', scopes: ['read', 'write'], actor: 'test' })).key;
  });
  const [incident] = await refreshIncidents(tenantId, 'prod', [DIAGNOSIS], NOW);
  const id = incident?.id ?? '';
  const ask = (handler: RouteHandler, { query = '', body }: { query?: string; body?: unknown } = {}) => {
    const { method, path } = handler.declaration;
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const url = `http://127.0.0.1:3000${path.replace('{id}', id)}${query}`;
    const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return handler(request, { params: Promise.resolve({ id }) });
  };
  return { tenantId, id, ask };
}

describe('the operations on an incident', () => {
  it('name the field of an input that does not fit', async () => {
    const { ask } = await newClient();
    for (const [handler, body, field] of [
      [PATCH, { assigneeId: randomUUID() }, 'assigneeId'],
      [PATCH, { snoozedUntil: NOW - 1 }, 'snoozedUntil'],
      [COMMENT, { body: '  ' }, 'body'],
      [RESOLVE, { code: 'no.such.cause' }, 'code'],
      [SHARE, { days: 1_000 }, 'days'],
    ] as const) {
      const response = await ask(handler as RouteHandler, { body });
      const { invalid_params: wrong } = await response.json();
      expect([response.status, wrong?.map(({ name }: { name: string }) => name)]).toEqual([422, [field]]);
    }
  });

  it('give the incident with who works on it and what people wrote', async () => {
    const { ask } = await newClient();
    await ask(PATCH, { body: { acknowledged: true } });
    await ask(COMMENT, { body: { body: 'seen' } });
    expect(await (await ask(GET)).json()).toMatchObject({
      ...{ acknowledgedBy: 'key test', acknowledgedAt: NOW, assignee: null, linked: [] },
      comments: [{ author: 'key test', body: 'seen', isMine: true, at: NOW }],
    });
  });

  it('list incidents by state, severity and words, and refuse `me` to a key, which is nobody', async () => {
    const { ask, id } = await newClient();
    const ids = async (query: string) => (await (await ask(LIST, { query })).json()).items.map((one: { id: string }) => one.id);
    expect(await ids('?state=waiting&severity=major&q=cart')).toEqual([id]);
    expect(await ids('?state=acknowledged')).toEqual([]);
    const mine = await ask(LIST, { query: '?assignee=me' });
    expect([mine.status, (await mine.json()).code]).toEqual([403, 'no_person']);
    expect((await ask(LIST, { query: '?state=asleep' })).status).toBe(422);
  });

  it('export it under a name and type that fit', async () => {
    const { ask, tenantId } = await newClient();
    for (const [format, type, file] of [
      ['markdown', 'text/markdown; charset=utf-8', 'incident-1.md'],
      ['postmortem', 'text/markdown; charset=utf-8', 'postmortem-1.md'],
      ['json', 'application/json', 'incident-1.json'],
    ] as const) {
      const response = await ask(REPORT, { query: `?format=${format}` });
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('content-disposition')).toContain(`"${file}"`);
      const text = await response.text();
      expect(text).toContain('cart');
      expect(text).not.toContain(tenantId);
    }
    expect((await ask(REPORT, { query: '?format=pdf' })).status).toBe(422);
  });
});

describe('a shared incident', () => {
  const opened = (token: string) =>
    OPEN_SHARED(
      new Request('http://127.0.0.1:3000/api/v1/shared-incidents', {
        ...{ method: 'POST', headers: { 'Content-Type': 'application/json' } },
        body: JSON.stringify({ token }),
      }),
      { params: Promise.resolve({}) },
    );

  it('holds the diagnosis, and neither what people wrote nor anything else of the client', async () => {
    const { ask, tenantId, id } = await newClient();
    await ask(COMMENT, { body: { body: 'a word among us' } });
    const { url } = await (await ask(SHARE, { body: { days: 1 } })).json();
    const response = await opened(new URL(url).searchParams.get('token') ?? '');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ number: 1, cluster: 'prod', severity: 'major', diagnosis: { reason: 'It crashes.' } });
    for (const hidden of ['a word among us', 'history', 'key test', tenantId, id]) expect(text).not.toContain(hidden);
  });

  it('is not found by any other token, and the answer says what to do', async () => {
    const response = await opened('x'.repeat(40));
    expect([response.status, (await response.json()).detail]).toEqual([404, expect.stringContaining('Ask whoever gave it to you')]);
  });
});
