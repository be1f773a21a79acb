import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GET as getTopology } from '#app/api/v1/topology/route.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';

let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;
let graph: Awaited<ReturnType<typeof openEmbeddedGraphStore>>;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-reason-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  graph = await openEmbeddedGraphStore(folder);
  graphStore.provide(graph);
});
afterAll(async () => {
  await graph.close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function askedBy(plan: 'free' | 'pro') {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const { key } = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan, actor: 'test' });
    return createApiKey(tx, { tenantId: id, name: 'test', scopes: ['read'], actor: 'test' });
  });
  const request = new Request('http://127.0.0.1:3000/api/v1/topology', { headers: { Authorization: `Bearer ${key}` } });
  const response = await getTopology(request, { params: Promise.resolve({}) });
  return { status: response.status, ...(await response.json()) };
}

it('a client that has not paid is told so, and not to try again in some seconds', async () => {
  expect(await askedBy('pro')).toMatchObject({ status: 409, code: 'payment_needed', detail: expect.stringContaining('/checkout') });
});

it('a client that is being set up is told to wait', async () => {
  expect(await askedBy('free')).toMatchObject({ status: 409, code: 'not_provisioned', detail: expect.stringContaining('few seconds') });
});
