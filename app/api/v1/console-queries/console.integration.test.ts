import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiClock, limiters, type RouteHandler } from '#lib/api/index.ts';
import { memoryLimiter } from '#lib/api/rate-limit.ts';
import { listAudit } from '#lib/audit/index.ts';
import { createApiKey, type Scope } from '#lib/auth/index.ts';
import { switchFeatureOf } from '#lib/features/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN } from '#lib/graph/testing/cluster.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { fillShop } from '#lib/queries/testing/shop.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { GET as getGraphSchema } from '../graph-schema/route.ts';
import { GET as listConsoleQueries, POST as runConsoleQuery } from './route.ts';

const NOW = BEGIN + 3_600_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-console-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  apiClock.provide(() => NOW);
  graphStore.provide(await openEmbeddedGraphStore(folder, { queryTimeoutMs: 1_000 }));
});
beforeEach(() => limiters.provide(memoryLimiter()));
afterAll(async () => {
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function newClient({ scopes = ['read'] as Scope[], hasGraph = true, isFilled = false } = {}) {
  const id = `q-${randomUUID().slice(0, 8)}`;
  const { key } = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'enterprise', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    return await createApiKey(tx, { tenantId: id, name: 'reader', scopes, actor: 'test' });
  });
  if (hasGraph) await graphStore.use().create(id);
  if (isFilled) await fillShop(graphStore.use(), id);
  return { id, key };
}

async function call(handler: RouteHandler, key: string, body?: object, query = '') {
  const { method, path } = handler.declaration;
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const request = new Request(`http://127.0.0.1:3000${path}${query}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const response = await handler(request, { params: Promise.resolve({}) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const run = (key: string, cypher: string, more: object = {}) => call(runConsoleQuery, key, { cypher, ...more });
const history = async (key: string, query = '') => (await call(listConsoleQueries, key, undefined, query)).body;

describe('a query of the console', () => {
  it('is answered with columns, rows, plan and time, on the graph of the key alone', async () => {
    const [shop, empty] = [await newClient({ isFilled: true }), await newClient()];
    const cypher = 'MATCH (p:Pod)-[r:RUNS_ON]->(n:Node) WHERE n.name = $node RETURN p, r, n.name AS node ORDER BY p.name';
    const { status, body } = await run(shop.key, cypher, { parameters: { node: 'node-1' } });
    expect([status, body.columns, body.rows.length, body.truncated]).toEqual([200, ['p', 'r', 'node'], 5, null]);
    expect(body.rows[0][0].node.properties).toMatchObject({ kind: 'Pod', cluster: 'prod' });
    expect(body.plan).toMatch(/\S/);
    expect((await run(empty.key, cypher, { parameters: { node: 'node-1' } })).body.rows).toEqual([]);
  });

  it('is planned without being run where that is asked for', async () => {
    const { key } = await newClient({ isFilled: true });
    const { body } = await run(key, 'MATCH (p:Pod) RETURN p', { planOnly: true });
    expect([body.rows, body.ms, body.plan.length > 0]).toEqual([[], 0, true]);
  });

  it.each([
    ['writes', 'MATCH (n) DETACH DELETE n', 'cypher'],
    ['is misspelt', 'RETRUN 1', 'cypher'],
    ['is empty', ' ', 'cypher'],
    ['is too long', `RETURN "${'x'.repeat(10_000)}" AS text`, 'cypher'],
  ])('that %s is refused, by the name of the field', async (_what, cypher, name) => {
    const { key } = await newClient();
    const { status, body } = await run(key, cypher);
    expect([status, body.code, body.invalid_params[0].name]).toEqual([422, 'invalid_input', name]);
  });

  it('has parameters that are an object of a bounded size', async () => {
    const { key } = await newClient();
    for (const parameters of [[1], 'x', { text: 'x'.repeat(100_000) }])
      expect((await run(key, 'RETURN 1 AS one', { parameters })).body.invalid_params[0].name).toBe('parameters');
    expect((await run(key, 'RETURN $text AS text', { parameters: { text: 'nul \u0000' } })).status).toBe(200);
  });

  it('names the line of a mistake', async () => {
    const { key } = await newClient();
    expect((await run(key, 'MATCH (n)\nRETRUN n')).body.detail).toMatch(/Line 2, column \d+: /);
  });

  it('is stopped after its time, and the next one is answered', async () => {
    const { key } = await newClient({ isFilled: true });
    const { status, body } = await run(key, 'MATCH (a), (b), (c), (d), (e), (f) WHERE a.name < b.name RETURN count(*) AS amount');
    expect([status, body.code, body.detail]).toEqual([422, 'query_limit', 'The query took longer than 1 s and was stopped.']);
    expect((await run(key, 'MATCH (n:Node) RETURN count(*) AS amount')).status).toBe(200);
  });

  it('is refused while another one of the account runs, and above 30 a minute, with the seconds to wait', async () => {
    const { key } = await newClient();
    const answers = await Promise.all([run(key, 'RETURN 1 AS one'), run(key, 'RETURN 1 AS one')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    const ask = vi.spyOn(graphStore.use(), 'ask').mockResolvedValue({ columns: [], rows: [], truncated: null, plan: '', ms: 0 });
    for (let i = 2; i < 30; i++) expect((await run(key, 'RETURN 1 AS one')).status).toBe(200);
    const { status, body, headers } = await run(key, 'RETURN 1 AS one');
    expect([status, body.code, Number(headers.get('retry-after')) > 0]).toEqual([429, 'console_limit', true]);
    expect(ask).toHaveBeenCalledTimes(28);
  });

  it('is answered with 409 for a client whose graph does not exist yet, and leaves nothing in the history', async () => {
    const { key } = await newClient({ hasGraph: false });
    expect((await run(key, 'RETURN 1 AS one')).status).toBe(409);
    expect((await history(key)).items).toEqual([]);
  });

  it('is refused for a client whose queries the staff switched off, and runs nothing', async () => {
    const { id, key } = await newClient({ isFilled: true });
    await switchFeatureOf(id, 'queries', false, 'test', NOW);
    const refused = await run(key, 'RETURN 1 AS one');
    expect([refused.status, refused.body.code]).toEqual([403, 'feature_off']);
    expect((await history(key)).items).toEqual([]);
  });

  it('needs a key that may read', async () => {
    const { key } = await newClient({ scopes: ['ingest'] });
    expect((await run(key, 'RETURN 1 AS one')).body.code).toBe('missing_scope');
  });
});

describe('the history of the console', () => {
  it('holds who ran what, when, for how long and what came of it, newest first, in pages', async () => {
    const { key } = await newClient({ isFilled: true });
    await run(key, 'MATCH (n:Node) RETURN n.name AS name', { parameters: { unused: 1 } });
    await run(key, 'MATCH (n:Node) RETURN n', { planOnly: true });
    await run(key, 'RETRUN 1');
    await run(key, 'CREATE (n:Event)');
    const { items, nextCursor } = await history(key);
    expect(items.map(({ outcome, rows }: { outcome: string; rows: number | null }) => [outcome, rows])).toEqual([
      ['refused', null],
      ['invalid', null],
      ['planned', 0],
      ['answered', 2],
    ]);
    expect(items[3]).toMatchObject({
      actor: 'key reader',
      at: NOW,
      cypher: 'MATCH (n:Node) RETURN n.name AS name',
      parameters: { unused: 1 },
    });
    expect([items[1].error.length > 0, items[3].error, nextCursor]).toEqual([true, null, null]);
    const first = await history(key, '?limit=3');
    const second = await history(key, `?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(items);
  });

  it('is that of the own account alone', async () => {
    const [one, other] = [await newClient(), await newClient()];
    await run(one.key, 'RETURN "mine" AS text');
    expect((await history(other.key)).items).toEqual([]);
    const [{ id }] = (await history(one.key)).items;
    expect((await history(other.key, `?cursor=${id}`)).items).toEqual([]);
  });

  it('keeps the last 500 queries', async () => {
    const { id, key } = await newClient();
    await asSystem((tx) =>
      tx.consoleQuery.createMany({
        data: Array.from({ length: 505 }, (_, i) => ({
          ...{ tenantId: id, actor: 'test', at: new Date(NOW), cypher: `RETURN ${i} AS i`, parameters: {}, outcome: 'answered', ms: 1 },
        })),
      }),
    );
    await run(key, 'RETURN 1 AS one');
    expect(await asSystem((tx) => tx.consoleQuery.count({ where: { tenantId: id } }))).toBe(500);
  });

  it('has an entry in the audit log for each query', async () => {
    const { id, key } = await newClient();
    await run(key, 'MATCH (n) RETURN n');
    await run(key, 'CREATE (n:Event)');
    const entries = await listAudit(id, 10, undefined, { action: 'console_query' });
    expect(entries.map(({ actor, action, after }) => [actor, action, after])).toEqual([
      ['key reader', 'console_query.run', { outcome: 'refused', cypher: 'CREATE (n:Event)' }],
      ['key reader', 'console_query.run', { outcome: 'answered', rows: 0, cypher: 'MATCH (n) RETURN n' }],
    ]);
  });
});

describe('the schema of the graph', () => {
  it('lists labels, kinds and relations that exist, with their number and properties', async () => {
    const [shop, empty] = [await newClient({ isFilled: true }), await newClient()];
    const { body } = await call(getGraphSchema, shop.key);
    const resource = body.labels.find(({ label }: { label: string }) => label === 'Resource');
    expect(resource).toMatchObject({
      amount: expect.any(Number),
      properties: expect.arrayContaining(['cluster', 'health', 'key', 'kind', 'name']),
    });
    expect(body.kinds).toContainEqual({ label: 'Node', amount: 2 });
    expect(body.relations.find(({ type }: { type: string }) => type === 'RUNS_ON').properties).toContain('since');
    expect((await call(getGraphSchema, empty.key)).body).toEqual({ labels: [], kinds: [], relations: [] });
  });
});
