import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiClock } from '#lib/api/index.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN, kubernetesObject, observed, readyPod } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { PLANS } from '#lib/plans/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { GET } from './route.ts';

const DAY = 86_400_000;
const NOW = BEGIN + 20 * DAY;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-topology-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  apiClock.provide(() => NOW);
});
afterAll(async () => {
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A client whose pod was well, then failed for ten minutes, 19 days ago; gives how it asks for its topology. */
async function newClient(plan: 'free' | 'pro') {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const key = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan, actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    return (await createApiKey(tx, { tenantId: id, name: 'test', scopes: ['read'], actor: 'test' })).key;
  });
  const store = graphStore.use();
  await store.create(id);
  const pod = readyPod('a', 'a');
  const next = (version: number, status: object) => ({ ...pod, metadata: { ...pod.metadata, resourceVersion: String(version) }, status });
  const records = [
    observed(kubernetesObject('Deployment', 'idle'), 0),
    observed(pod, DAY / 1000),
    observed(next(90_000, { phase: 'Failed', reason: 'Evicted' }), DAY / 1000 + 600),
    observed(next(90_001, pod.status), DAY / 1000 + 1_200),
  ];
  await applyRecords(
    store,
    id,
    records.map((message) => ({ stream: 'state.k8s.resource' as const, message })),
  );
  return async (query: string) => {
    const request = new Request(`http://127.0.0.1:3000/api/v1/topology?${query}`, { headers: { Authorization: `Bearer ${key}` } });
    const response = await GET(request, { params: Promise.resolve({}) });
    return { status: response.status, body: await response.json() };
  };
}

it('tells the health before, during and after a failure, long after it', async () => {
  const ask = await newClient('pro');
  const health = async (at: number) => (await ask(`at=${at}`)).body.nodes.find(({ kind }: { kind: string }) => kind === 'Pod')?.health;
  const failed = BEGIN + DAY + 600_000;
  expect([await health(failed - 1), await health(failed), await health(failed + 600_000)]).toEqual(['healthy', 'failing', 'healthy']);
});

it('refuses a time that is yet to come, naming the field and the time it is', async () => {
  const ask = await newClient('pro');
  expect(await ask(`at=${NOW + 1}`)).toMatchObject({
    status: 422,
    body: { invalid_params: [{ name: 'at', reason: expect.stringContaining(String(NOW)) }] },
  });
  expect((await ask(`at=${NOW}`)).status).toBe(200);
});

it('says of a time before the first data, or beyond the retention, since when there is data, and shows nothing', async () => {
  const [pro, free] = [await newClient('pro'), await newClient('free')];
  expect((await pro(`at=${BEGIN - 1}`)).body).toMatchObject({ nodes: [], edges: [], knownSince: BEGIN });
  const kept = NOW - PLANS.free.retentionDays * DAY;
  expect((await free(`at=${kept - 1}`)).body).toMatchObject({ nodes: [], edges: [], knownSince: kept });
  expect((await free(`at=${kept}`)).body.nodes.length).toBe(2);
  expect((await free('cluster=nothing-here')).body).toMatchObject({ nodes: [], knownSince: null });
});
