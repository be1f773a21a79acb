import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiClock } from '#lib/api/index.ts';
import { createApiKey } from '#lib/auth/index.ts';
import { graphStore, openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { BEGIN, kubernetesObject, observed } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env, readEnv } from '#lib/platform/env.ts';
import { freshDatabase } from '#lib/platform/testing/database.ts';
import { createTenant } from '#lib/tenants/index.ts';
import { GET } from './[id]/risks/route.ts';

const NOW = BEGIN + 10 * 60_000;
let db: Awaited<ReturnType<typeof freshDatabase>>;
let folder: string;

beforeAll(async () => {
  db = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kg-risks-'));
  env.provide(readEnv({}, () => 'the secret of the test, long enough for it'));
  graphStore.provide(await openEmbeddedGraphStore(folder));
  apiClock.provide(() => NOW);
});
afterAll(async () => {
  await graphStore.use().close();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A client with one cluster; `risks` asks for those of the cluster, as the client. */
async function newClient({ forbiddenKinds = [] as string[], provisioned = true } = {}) {
  const id = `c-${randomUUID().slice(0, 18)}`;
  const { cluster, key } = await asSystem(async (tx) => {
    await createTenant(tx, { id, name: id, plan: 'pro', actor: 'test' });
    await tx.tenant.update({ where: { id }, data: { status: 'active' } });
    const row = await tx.cluster.create({
      data: { tenantId: id, name: 'prod', health: { parts: [{ components: [], reportedAt: 0, forbiddenKinds }] } },
    });
    return { cluster: row.id, key: (await createApiKey(tx, { tenantId: id, name: 'test', scopes: ['read'], actor: 'test' })).key };
  });
  if (provisioned) await graphStore.use().create(id);
  const risks = async () => {
    const request = new Request(`http://127.0.0.1:3000/api/v1/clusters/${cluster}/risks`, { headers: { Authorization: `Bearer ${key}` } });
    const response = await GET(request, { params: Promise.resolve({ id: cluster }) });
    return { status: response.status, body: await response.json() };
  };
  return { id, risks };
}

it('the risks of a cluster have the key of their object, and what could not be checked stands beside them', async () => {
  const client = await newClient({ forbiddenKinds: ['Secret'] });
  const budget = kubernetesObject('PodDisruptionBudget', 'web', {
    spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } },
  });
  const web = kubernetesObject('Deployment', 'web', {
    spec: {
      replicas: 2,
      template: { metadata: { labels: { app: 'web' } }, spec: { priorityClassName: 'gold', containers: [{ name: 'web' }] } },
    },
  });
  await applyRecords(graphStore.use(), client.id, [
    { stream: 'state.k8s.resource', message: observed(budget, 0) },
    { stream: 'state.k8s.resource', message: observed(web, 0) },
  ]);
  const { status, body } = await client.risks();
  expect(status).toBe(200);
  expect(body).toMatchObject({ cluster: 'prod', total: 1 });
  expect(body.risks).toEqual([
    expect.objectContaining({
      code: 'budget.never_allows',
      severity: 'medium',
      object: expect.objectContaining({ kind: 'PodDisruptionBudget', name: 'web' }),
      key: 'prod/poddisruptionbudget-shop-web',
    }),
  ]);
  expect(body.unchecked).toEqual([expect.stringContaining('no permission to read Secret'), expect.stringContaining('PriorityClass')]);
});

it('a cluster without objects has none', async () => {
  expect(await (await newClient()).risks()).toEqual({ status: 200, body: { cluster: 'prod', total: 0, risks: [], unchecked: [] } });
});

it('while the graph does not exist yet the response says so', async () => {
  expect((await (await newClient({ provisioned: false })).risks()).status).toBe(409);
});
