import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClock, limiters, type RouteHandler } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { switchFeatureOf } from '#lib/features/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN } from '#lib/graph/testing/cluster.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { LIBRARY } from '#lib/queries/index.ts';
import { fillShop } from '#lib/queries/testing/shop.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { GET as exportQuery } from './[id]/csv/route.ts';
import { GET as getQuery } from './[id]/route.ts';
import { GET as runQuery } from './[id]/rows/route.ts';
import { GET as listQueries } from './route.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
/** Keys of a client with a shop, of one whose graph is empty, and of one without a graph. */
let shop: string;
let empty: string;
let none: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-queries-api-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  apiClock.provide(() => BEGIN + 3_600_000);
  limiters.provide(memoryLimiter());
  graphStore.provide(await openEmbeddedGraphStore(folder));
  [shop, empty, none] = [await newClient(true, true), await newClient(true, false), await newClient(false, false)];
});
afterAll(async () => {
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function newClient(hasGraph: boolean, isFilled: boolean): Promise<string> {
  const id = `q-${randomUUID().slice(0, 8)}`;
  const { key } = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'enterprise', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    return await createApiKey(tx, { tenantId: id, name: 'reader', scopes: ['read'], actor: 'test' });
  });
  if (hasGraph) await graphStore.use().create(id);
  if (isFilled) await fillShop(graphStore.use(), id);
  return key;
}

async function ask(handler: RouteHandler, key: string, id = '', query: Record<string, string> = {}): Promise<Response> {
  const url = `http://127.0.0.1:3000/api/v1/queries/${id}?${new URLSearchParams(query)}`;
  return handler(new Request(url, { headers: { Authorization: `Bearer ${key}` } }), { params: Promise.resolve({ id }) });
}

describe('the query library of the API', () => {
  it('is listed by subject and by words of title and description', async () => {
    const ids = async (query: Record<string, string>) =>
      ((await (await ask(listQueries, empty, '', query)).json()).items as { id: string }[]).map(({ id }) => id);
    expect(await ids({})).toEqual(LIBRARY.map(({ id }) => id));
    expect(await ids({ subject: 'security', q: 'PRIVILEGED' })).toEqual(['privileged-workloads']);
    expect(await ids({ q: 'nothing-like-that' })).toEqual([]);
    expect((await ask(listQueries, empty, '', { subject: 'weather' })).status).toBe(422);
  });

  it('describes a query with its parameters, their bounds and its columns', async () => {
    const query = await (await ask(getQuery, empty, 'recent-incidents')).json();
    expect(query).toMatchObject({ id: 'recent-incidents', subject: 'incidents', example: {} });
    expect(query.parameters).toContainEqual({
      name: 'hours',
      title: 'Hours',
      description: 'How many hours to look back.',
      type: 'number',
      required: false,
      default: 24,
      least: 1,
      most: 8_760,
    });
    expect(query.columns).toContainEqual({ name: 'openedAt', title: 'Opened at', type: 'time' });
    expect((await ask(getQuery, empty, 'no-such-query')).status).toBe(404);
  });

  it.each(LIBRARY.map((query) => [query.id, query] as const))(
    'runs %s by its example, on the graph of the key alone',
    async (id, query) => {
      const given = Object.fromEntries(Object.entries(query.example).map(([name, value]) => [name, String(value)]));
      const own = await ask(runQuery, shop, id, given);
      expect(own.status).toBe(200);
      expect((await own.json()).rows.length).toBeGreaterThan(0);
      const other = await ask(runQuery, empty, id, given);
      expect([other.status, (await other.json()).rows]).toEqual([200, []]);
    },
  );

  it('answers at most as many rows as are asked for, and says that there are more', async () => {
    const { rows, truncated, columns } = await (await ask(runQuery, shop, 'unhealthy-objects', { limit: '1' })).json();
    expect([rows.length, truncated, columns.length]).toEqual([1, true, 3]);
    expect(rows[0].object).toEqual({ key: 'prod/node-cluster-node-2', kind: 'Node', name: 'node-2', cluster: 'prod', health: 'failing' });
  });

  it('gives the rows as a CSV file', async () => {
    const response = await ask(exportQuery, shop, 'pods-per-node');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="pods-per-node.csv"');
    expect(await response.text()).toBe(
      'node,nodeCluster,pods,unhealthy,namespaces\r\nNode/node-1,prod,5,2,2\r\nNode/node-2,prod,0,0,0\r\n',
    );
  });

  it.each([
    ['is missing', 'owned-objects', { kind: 'Pod' }, 'name'],
    ['is none of the query', 'owned-objects', { kind: 'Pod', name: 'x', hours: '3' }, 'hours'],
    ['is no number', 'recent-changes', { hours: 'many' }, 'hours'],
    ['is out of its bounds', 'recent-changes', { hours: '0' }, 'hours'],
    ['asks for too many rows', 'recent-changes', { limit: '5001' }, 'limit'],
  ])('refuses a parameter that %s, by its name', async (_, id, query, name) => {
    const response = await ask(runQuery, shop, id, query as unknown as Record<string, string>);
    const problem = await response.json();
    expect([response.status, problem.code, problem.invalid_params[0].name]).toEqual([422, 'invalid_input', name]);
  });

  it('responds with 404 for a query that is not there, and with 409 for a client whose graph does not exist yet', async () => {
    for (const handler of [runQuery, exportQuery]) {
      expect((await ask(handler, shop, 'no-such-query')).status).toBe(404);
      expect((await ask(handler, none, 'unhealthy-objects')).status).toBe(409);
    }
  });

  it('runs no query, nor exports one, for a client for whom it is switched off', async () => {
    const key = await newClient(true, true);
    const id = /^kg_live_(q-[0-9a-f]{8})_/.exec(key)?.[1] ?? '';
    await switchFeatureOf(id, 'queries', false, 'test', BEGIN);
    for (const handler of [runQuery, exportQuery]) {
      const refused = await ask(handler, key, 'pods-per-node');
      expect([refused.status, (await refused.json()).code]).toEqual([403, 'feature_off']);
    }
    expect((await ask(runQuery, shop, 'pods-per-node')).status).toBe(200);
  });
});
