import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKgRca, everyItem, KgRcaError } from '@kg-rca/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRoutes } from '../../app/api/v1/routes.ts';
import { createApiKey } from '../../lib/auth/index.ts';
import { graphStore, openEmbeddedGraphStore } from '../../lib/graph/index.ts';
import { asSystem } from '../../lib/platform/database/index.ts';
import { env, readEnv } from '../../lib/platform/env.ts';
import { freshDatabase } from '../../lib/platform/testing/database.ts';
import { createTenant } from '../../lib/tenants/index.ts';

const NOW = new Date('2026-11-29T12:00:00Z');
const DIAGNOSIS = {
  ...{ verdict: 'incident', reason: '', symptoms: [], causes: [], chain: [], timeline: [], gaps: [] },
  blastRadius: { affected: [], counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 } },
};
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let server: Server;
let baseUrl: string;
/** What was received, and what to do to the next answers instead of sending them. */
let received: IncomingMessage[] = [];
let failures: ('lost' | 'busy')[] = [];

/** Serves the operations of the API as Next does, over HTTP. */
const routes = allRoutes.map((handler) => {
  const { method, path } = handler.declaration;
  return { handler, method, pattern: new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) };
});

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-client-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  server = createServer(async (request, response) => {
    received.push(request);
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', baseUrl);
    const route = routes.find((one) => one.method === method && one.pattern.test(url.pathname));
    if (failures[0] === 'busy') {
      failures.shift();
      return void response.writeHead(503, { 'retry-after': '0' }).end('{}');
    }
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: request, duplex: 'half' };
    const init = { method, headers: headers as Record<string, string>, ...body } as unknown as RequestInit;
    const answer = await route?.handler(new Request(url, init), {
      params: Promise.resolve({ ...route.pattern.exec(url.pathname)?.groups }),
    });
    if (failures.shift() === 'lost') return void request.socket.destroy();
    response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers ?? [])).end(await answer?.text());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A client of the product, with so many incidents, and the client of its API. */
async function newAccount(incidents = 0) {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const apiKey = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    for (let number = 1; number <= incidents; number++)
      await tx.incident.create({
        data: {
          ...{ tenantId: id, number, cluster: 'prod', status: 'open', title: `incident ${number}`, fingerprint: String(number) },
          ...{ openedAt: NOW, lastSeenAt: NOW, diagnosedAt: NOW, diagnosis: DIAGNOSIS },
        },
      });
    return (await createApiKey(tx, { tenantId: id, name: 'test', scopes: ['read', 'write'], actor: 'test' })).key;
  });
  received = [];
  failures = [];
  return { id, kg: createKgRca({ baseUrl, apiKey }) };
}

const newKey = { name: 'another', scopes: ['read' as const] };

it('a list is read page by page to its end', async () => {
  const { kg } = await newAccount(5);
  const numbers: number[] = [];
  for await (const { number } of everyItem((cursor) => kg.GET('/api/v1/incidents', { params: { query: { limit: 2, cursor } } })))
    numbers.push(number);
  expect(numbers).toEqual([5, 4, 3, 2, 1]);
  expect(received.length).toBe(3);
});

it('what is refused throws an error with status, code, the way out and the id of the request', async () => {
  const { kg } = await newAccount();
  const refused = await kg.GET('/api/v1/incidents/{id}', { params: { path: { id: randomUUID() } } }).catch((error) => error);
  expect(refused).toBeInstanceOf(KgRcaError);
  expect(refused).toMatchObject({
    status: 404,
    code: 'not_found',
    message: expect.stringContaining('Check the address'),
    requestId: expect.any(String),
  });
  const invalid = await kg.POST('/api/v1/api-keys', { body: { ...newKey, name: '' } }).catch((error) => error);
  expect(invalid).toMatchObject({ status: 422, invalidParams: [{ name: 'name', reason: expect.any(String) }] });
});

it('a change whose answer is lost is sent again, and is done once', async () => {
  const { id, kg } = await newAccount();
  failures = ['lost'];
  const { data, response } = await kg.POST('/api/v1/api-keys', { body: newKey });
  expect(data?.apiKey.name).toBe('another');
  expect(response.headers.get('idempotency-replayed')).toBe('true');
  expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(received.length).toBe(2);
  expect(await asSystem((tx) => tx.apiKey.count({ where: { tenantId: id, name: 'another' } }))).toBe(1);
});

it('a change has the key that the caller gives it', async () => {
  const { kg } = await newAccount();
  const params = { header: { 'Idempotency-Key': '"mine"' } };
  const made = [await kg.POST('/api/v1/api-keys', { body: newKey, params }), await kg.POST('/api/v1/api-keys', { body: newKey, params })];
  expect(made[0]?.data).toEqual(made[1]?.data);
});

it('a server that is busy is asked again, and no more often than was said', async () => {
  const { kg } = await newAccount(1);
  failures = ['busy', 'busy'];
  expect((await kg.GET('/api/v1/incidents')).data?.items.length).toBe(1);
  failures = ['busy', 'busy', 'busy'];
  await expect(kg.GET('/api/v1/incidents')).rejects.toMatchObject({ status: 503 });
  expect(received.length).toBe(6);
});

it('an answer that is still the same comes as 304', async () => {
  const { kg } = await newAccount(1);
  const { response } = await kg.GET('/api/v1/incidents');
  const header = { 'If-None-Match': response.headers.get('etag') ?? '' };
  expect((await kg.GET('/api/v1/incidents', { params: { header } })).response.status).toBe(304);
});
