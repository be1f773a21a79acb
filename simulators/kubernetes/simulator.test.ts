import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type KubernetesOptions, type KubernetesSimulator, startKubernetes } from './simulator.ts';

const running: KubernetesSimulator[] = [];

/** A simulator whose clock stands still and whose cluster changes only in `tick`. */
async function started(options: KubernetesOptions = {}): Promise<KubernetesSimulator> {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const simulator = await startKubernetes({ now: () => now, seed: 7, tickEveryMs: 0, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

/** A request as the user of a kubeconfig. */
async function as(kubeconfig: string, path: string, init: RequestInit = {}) {
  const config = parse(kubeconfig);
  const { protocol, host } = new URL(config.clusters[0].cluster.server);
  const response = await fetch(`${protocol}//${host}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${config.users[0].user.token}`, ...init.headers },
  });
  return { status: response.status, body: await response.json() };
}

test('the administrator may do everything, the agent may read what it sends and nothing else', async () => {
  const simulator = await started();
  expect((await as(simulator.kubeconfig(), '/api/v1/nodes')).body.items.length).toBeGreaterThan(1);
  const agent = simulator.agentKubeconfig();
  for (const path of [
    '/api/v1/pods',
    '/apis/apps/v1/deployments',
    '/api/v1/events',
    '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases',
  ])
    expect((await as(agent, path)).status).toBe(200);
  for (const [method, path] of [
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles'],
    ['GET', '/apis/coordination.k8s.io/v1/leases'],
    ['DELETE', '/api/v1/namespaces/shop'],
  ])
    expect((await as(agent, path!, { method: method! })).body).toMatchObject({ kind: 'Status', code: 403 });
});

test('faults are listed and switched without a token; an unknown name is answered with a Status 404 that lists the known ones', async () => {
  const { url, cluster } = await started();
  const { items } = await (await fetch(`${url}/simulator/faults`)).json();
  expect(items.length).toBeGreaterThanOrEqual(12);
  expect(items[0]).toMatchObject({ name: expect.any(String), title: expect.any(String), description: expect.any(String), on: false });
  const { name } = items[0];
  const on = await fetch(`${url}/simulator/faults/${name}/on`, { method: 'POST' });
  expect(await on.json()).toMatchObject({ name, on: true });
  expect(cluster.faults.list().find((fault) => fault.name === name)?.on).toBe(true);
  expect(await (await fetch(`${url}/simulator/faults/${name}/off`, { method: 'POST' })).json()).toMatchObject({ name, on: false });
  const unknown = await fetch(`${url}/simulator/faults/nonsense/on`, { method: 'POST' });
  expect([unknown.status, (await unknown.json()).message]).toEqual([404, expect.stringContaining(name)]);
  expect((await fetch(`${url}/simulator/faults/${name}/on`)).status).toBe(405);
  expect((await fetch(`${url}/simulator/nonsense`)).status).toBe(404);
});

test("a client's write gets defaults, a generation and an entry with the writer's name", async () => {
  const simulator = await started();
  const path = '/apis/apps/v1/namespaces/shop/deployments/cart';
  const admin = simulator.kubeconfig();
  const before = (await as(admin, path)).body;
  const patch = (body: object, manager: string) =>
    as(admin, `${path}?fieldManager=${manager}`, {
      method: 'PATCH',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
    });
  const labelled = (await patch({ metadata: { labels: { a: 'b' } } }, 'kubectl-label')).body;
  expect(labelled.metadata.generation).toBe(before.metadata.generation);
  const scaled = (await patch({ spec: { replicas: 3 } }, 'kubectl-scale')).body;
  expect(scaled.metadata.generation).toBe(before.metadata.generation + 1);
  expect(scaled.metadata.managedFields).toContainEqual(
    expect.objectContaining({ manager: 'kubectl-scale', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }),
  );
  const again = (await patch({ spec: { replicas: 3 } }, 'someone-else')).body;
  expect(again.metadata.resourceVersion).toBe(scaled.metadata.resourceVersion);
  const refused = await patch({ spec: { selector: { matchLabels: { app: 'other' } } } }, 'me');
  expect(refused.body).toMatchObject({
    code: 422,
    reason: 'Invalid',
    message: expect.stringContaining('Deployment.apps "cart" is invalid'),
  });
});

test('the same seed gives the same cluster, another seed another', async () => {
  const pods = async (seed: number) =>
    (await started({ seed })).store.list('Pod').map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
  const first = await pods(1);
  expect(first.length).toBeGreaterThan(10);
  expect(await pods(1)).toEqual(first);
  expect(await pods(2)).not.toEqual(first);
});

test('the revisions of an earlier simulator are too old for a later one, and never refer to something else', async () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  const first = await started();
  const last = first.store.revision;
  const second = await started({ now: () => now + 2_000 });
  expect(() => second.store.since(last)).toThrow('too old resource version');
});
