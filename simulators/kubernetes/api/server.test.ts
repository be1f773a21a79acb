import { afterEach, expect, test } from 'vitest';
import { type Served, serve } from '../testing/client.ts';
import { SEED_NOW, seededStore } from '../testing/seed.ts';
import type { ApiServerOptions } from './server.ts';
import { StatusError } from './status.ts';

const running: Served[] = [];

async function serving(options: Partial<ApiServerOptions> & { historyLimit?: number } = {}): Promise<Served> {
  const { historyLimit, ...rest } = options;
  const served = await serve({ store: seededStore(historyLimit === undefined ? {} : { historyLimit }), now: () => SEED_NOW, ...rest });
  running.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ server }) => server.close()));
});

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'c', image: 'i' }] },
});

test('discovery names every kind with its verbs, short names and subresources, group by group and in one document', async () => {
  const { request } = await serving();
  const core = (await request('GET', '/api/v1')).body;
  expect(core.resources).toContainEqual(
    expect.objectContaining({ name: 'pods', shortNames: ['po'], namespaced: true, categories: ['all'] }),
  );
  expect(core.resources).toContainEqual(expect.objectContaining({ name: 'pods/log', verbs: ['get'] }));
  const apps = (await request('GET', '/apis/apps/v1')).body;
  expect(apps.resources).toContainEqual(expect.objectContaining({ name: 'deployments/scale', kind: 'Scale', group: 'autoscaling' }));
  const { groups } = (await request('GET', '/apis')).body;
  expect(groups.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['apps', 'batch', 'authorization.k8s.io']));
  expect((await request('GET', '/apis/apps')).body.preferredVersion.groupVersion).toBe('apps/v1');
  const aggregated = await request('GET', '/apis', { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' });
  expect(aggregated.body.items).toHaveLength(groups.length);
  expect((await request('GET', '/version')).body.gitVersion).toMatch(/^v1\.\d+\.\d+$/);
  for (const path of ['/livez', '/readyz', '/healthz']) expect((await request('GET', path)).body).toBe('ok');
});

test('what is not served is not found: paths, groups, resources, objects', async () => {
  const { request } = await serving();
  expect((await request('GET', '/nonsense')).status).toBe(404);
  expect((await request('GET', '/apis/example.com/v1')).status).toBe(404);
  for (const path of ['/apis/example.com/v1/widgets', '/api/v1/namespaces/shop/nodes', '/api/v1/pods/web'])
    expect((await request('GET', path)).body).toMatchObject({
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
    });
  expect((await request('GET', '/api/v1/namespaces/shop/pods/nope')).body).toMatchObject({
    kind: 'Status',
    status: 'Failure',
    code: 404,
    reason: 'NotFound',
    message: 'pods "nope" not found',
    details: { name: 'nope', kind: 'pods' },
  });
});

test('an object is got whole, its kind in full; the items of a list carry neither kind nor apiVersion', async () => {
  const { request } = await serving();
  expect((await request('GET', '/apis/apps/v1/namespaces/shop/deployments/web')).body).toMatchObject({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
  });
  const list = (await request('GET', '/apis/apps/v1/deployments')).body;
  expect(list).toMatchObject({
    kind: 'DeploymentList',
    apiVersion: 'apps/v1',
    metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
  });
  expect(list.items[0]).not.toHaveProperty('kind');
});

test('lists are selected by namespace, labels and fields', async () => {
  const { request } = await serving();
  const names = async (path: string) =>
    (await request('GET', path)).body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  expect(await names('/api/v1/pods')).toEqual(['broken', 'web-7c9f-aaaaa', 'web-7c9f-bbbbb']);
  expect(await names('/api/v1/namespaces/default/pods')).toEqual([]);
  expect(await names('/api/v1/pods?labelSelector=app%20in%20(worker)')).toEqual(['broken']);
  expect(await names('/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-1,metadata.name!%3Dbroken')).toEqual(['web-7c9f-aaaaa']);
});

test('a list in pages shows the state at its first page, each object once, and counts what remains', async () => {
  const { request, store } = await serving();
  const first = (await request('GET', '/api/v1/pods?limit=2')).body;
  expect(first.metadata).toMatchObject({ remainingItemCount: 1, continue: expect.any(String) });
  store.create({ kind: 'Pod', metadata: { name: 'zzz', namespace: 'shop' } });
  store.remove(store.get('Pod', 'shop', 'web-7c9f-bbbbb'));
  const second = (await request('GET', `/api/v1/pods?limit=2&continue=${first.metadata.continue}`)).body;
  expect([...first.items, ...second.items].map(({ metadata }) => metadata.name)).toEqual(['broken', 'web-7c9f-aaaaa', 'web-7c9f-bbbbb']);
  expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
});

test('a page whose revision is no longer kept is answered 410 with a token for the rest as it is now', async () => {
  const { request, store } = await serving();
  const first = (await request('GET', '/api/v1/pods?limit=1')).body;
  store.create({ kind: 'Pod', metadata: { name: 'aaa', namespace: 'shop' } });
  store.compact();
  const expired = await request('GET', `/api/v1/pods?limit=1&continue=${first.metadata.continue}`);
  expect(expired.body).toMatchObject({
    code: 410,
    reason: 'Expired',
    message: expect.stringContaining('too old to display a consistent list'),
  });
  const rest = await request('GET', `/api/v1/pods?continue=${expired.body.metadata.continue}`);
  expect(rest.body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual([
    'web-7c9f-aaaaa',
    'web-7c9f-bbbbb',
  ]);
});

test('a list at an exact revision shows what was there then; one of the future times out as too large', async () => {
  const { request, store } = await serving();
  const then = store.revision;
  store.remove(store.get('Pod', 'shop', 'broken'));
  expect((await request('GET', `/api/v1/pods?resourceVersion=${then}&resourceVersionMatch=Exact`)).body.items).toHaveLength(3);
  expect((await request('GET', '/api/v1/pods?resourceVersion=0')).body.items).toHaveLength(2);
  const future = await request('GET', '/api/v1/pods?resourceVersion=999999999');
  expect(future.body).toMatchObject({ code: 504, reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } });
  expect(future.headers.get('retry-after')).toBe('1');
});

test.each([
  '/api/v1/pods?limit=-1',
  '/api/v1/pods?continue=nonsense',
  '/api/v1/pods?resourceVersion=x',
  '/api/v1/pods?resourceVersionMatch=Exact',
  '/api/v1/pods?labelSelector=a%20b',
  '/api/v1/pods?fieldSelector=spec.image%3Dx',
  '/api/v1/pods?watch=1&resourceVersion=x',
  '/api/v1/namespaces/shop/pods/web-7c9f-aaaaa/log?tailLines=x',
  '/api/v1/namespaces/shop/pods/%',
])('GET %s is refused as a bad request', async (path) => {
  const { request } = await serving();
  expect((await request('GET', path)).body).toMatchObject({ kind: 'Status', code: 400, reason: 'BadRequest' });
});

test("a token that is nobody's is refused 401; without one you are anonymous and may see the version only", async () => {
  const { request } = await serving();
  expect((await request('GET', '/api/v1/pods', { token: 'nonsense' })).body).toMatchObject({
    code: 401,
    reason: 'Unauthorized',
    message: 'Unauthorized',
  });
  expect((await request('GET', '/version', { token: '' })).status).toBe(200);
  expect((await request('GET', '/api/v1/pods', { token: '' })).body.message).toBe(
    'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
  );
});

test('a service account may do what its role allows and is refused the rest, also of subresources', async () => {
  const { request, server, store } = await serving();
  const token = server.issueToken({ name: 'system:serviceaccount:shop:reader', groups: ['system:serviceaccounts'] });
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token })).status).toBe(200);
  expect((await request('GET', '/api/v1/namespaces/shop/pods/broken/log', { token })).status).toBe(200);
  for (const [method, path] of [
    ['GET', '/api/v1/pods'],
    ['GET', '/api/v1/namespaces/shop/secrets'],
    ['DELETE', '/api/v1/namespaces/shop/pods/broken'],
    ['PATCH', '/api/v1/namespaces/shop/pods/broken/status'],
    ['GET', '/apis/example.com/v1/widgets'],
  ])
    expect((await request(method!, path!, { token })).body).toMatchObject({ code: 403, reason: 'Forbidden' });
  store.remove(store.get('ServiceAccount', 'shop', 'reader'));
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token })).status).toBe(401);
});

test('a requested token is one of the service account, and ends with its time', async () => {
  let now = SEED_NOW;
  const { request } = await serving({ now: () => now });
  const path = '/api/v1/namespaces/shop/serviceaccounts/reader/token';
  const { status } = (await request('POST', path, { body: { spec: { expirationSeconds: 600 } } })).body;
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token: status.token })).status).toBe(200);
  now = Date.parse(status.expirationTimestamp);
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token: status.token })).status).toBe(401);
});

test('an object is created once, in a namespace that is there, with a name that is valid and of the right kind', async () => {
  const { request } = await serving();
  const path = '/api/v1/namespaces/shop/pods';
  const made = await request('POST', path, { body: pod('new') });
  expect(made).toMatchObject({ status: 201, body: { metadata: { name: 'new', namespace: 'shop', uid: expect.any(String) } } });
  expect((await request('POST', path, { body: pod('new') })).body).toMatchObject({
    code: 409,
    reason: 'AlreadyExists',
    message: 'pods "new" already exists',
  });
  expect((await request('POST', '/api/v1/namespaces/nope/pods', { body: pod('x') })).body.message).toBe('namespaces "nope" not found');
  expect((await request('POST', path, { body: pod('Bad_Name') })).body).toMatchObject({ code: 422, reason: 'Invalid' });
  expect((await request('POST', path, { body: { ...pod('x'), metadata: {} } })).body.message).toContain('name or generateName is required');
  expect((await request('POST', path, { body: { ...pod('x'), kind: 'Service' } })).body.message).toContain('cannot be handled as a Pod');
  expect((await request('POST', path, { body: { ...pod('x'), metadata: { name: 'x', namespace: 'other' } } })).body.message).toContain(
    'does not match the namespace sent on the request',
  );
  expect((await request('POST', path, { body: '{' })).body).toMatchObject({ code: 400, reason: 'BadRequest' });
  expect((await request('POST', path, { body: 'x', type: 'text/plain' })).body.code).toBe(415);
  expect((await request('POST', '/api/v1/pods', { body: pod('x') })).body.code).toBe(405);
  expect(
    (await request('POST', path, { body: 'kind: Pod\napiVersion: v1\nmetadata: {name: fromyaml}', type: 'application/yaml' })).status,
  ).toBe(201);
});

test('a dry run is answered as if it were done, and nothing is', async () => {
  const { request, store } = await serving();
  const { revision } = store;
  expect((await request('POST', '/api/v1/namespaces/shop/pods?dryRun=All', { body: pod('new') })).status).toBe(201);
  const patch = { metadata: { labels: { a: 'b' } } };
  const type = 'application/merge-patch+json';
  expect((await request('PATCH', '/api/v1/namespaces/shop/pods/broken?dryRun=All', { body: patch, type })).body.metadata.labels.a).toBe(
    'b',
  );
  expect((await request('DELETE', '/api/v1/namespaces/shop/pods/broken?dryRun=All')).status).toBe(200);
  expect(store.revision).toBe(revision);
});

test('an update replaces an object but not its status nor what identifies it, and only from its latest version', async () => {
  const { request } = await serving();
  const path = '/apis/apps/v1/namespaces/shop/deployments/web';
  const before = (await request('GET', path)).body;
  const wish = {
    ...before,
    spec: { ...before.spec, replicas: 5 },
    status: { replicas: 99 },
    metadata: { ...before.metadata, creationTimestamp: '2000-01-01T00:00:00Z' },
  };
  const after = (await request('PUT', path, { body: wish })).body;
  expect(after).toMatchObject({
    spec: { replicas: 5 },
    status: before.status,
    metadata: { creationTimestamp: before.metadata.creationTimestamp },
  });
  expect((await request('PUT', path, { body: wish })).body).toMatchObject({
    code: 409,
    reason: 'Conflict',
    message: expect.stringContaining('Operation cannot be fulfilled on deployments.apps "web": the object has been modified'),
  });
  expect((await request('PUT', path, { body: { ...after, metadata: { ...after.metadata, name: 'other' } } })).body.code).toBe(400);
  expect((await request('PUT', path, { body: { ...after, metadata: { ...after.metadata, uid: 'other' } } })).body.message).toContain(
    'Precondition failed: UID',
  );
  expect((await request('PUT', `${path}2`, { body: { ...after, metadata: { name: 'web2' } } })).body.code).toBe(404);
});

test('the status is written through /status alone, which writes nothing else', async () => {
  const { request } = await serving();
  const path = '/apis/apps/v1/namespaces/shop/deployments/web';
  const type = 'application/merge-patch+json';
  const after = (await request('PATCH', `${path}/status`, { body: { spec: { replicas: 9 }, status: { readyReplicas: 1 } }, type })).body;
  expect(after).toMatchObject({ spec: { replicas: 2 }, status: { readyReplicas: 1, replicas: 2 } });
  expect((await request('GET', `${path}/status`)).body.status.readyReplicas).toBe(1);
});

test('a patch that moves or renames an object, and one of a version that is past, is refused', async () => {
  const { request } = await serving();
  const path = '/api/v1/namespaces/shop/pods/broken';
  const type = 'application/merge-patch+json';
  expect((await request('PATCH', path, { body: { metadata: { name: 'other' } }, type })).body.code).toBe(422);
  expect((await request('PATCH', path, { body: { metadata: { resourceVersion: '1' } }, type })).body).toMatchObject({
    code: 409,
    reason: 'Conflict',
  });
  expect((await request('PATCH', path, { body: {}, type: 'application/json' })).body.code).toBe(415);
});

test('a server-side apply makes an object, sets what it says, and takes from others by force only', async () => {
  const { request } = await serving();
  const path = '/api/v1/namespaces/shop/configmaps/applied';
  const type = 'application/apply-patch+yaml';
  const config = (mode: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: applied}, data: {mode: ${mode}}}`;
  expect((await request('PATCH', `${path}?fieldManager=a`, { body: config('x'), type })).status).toBe(201);
  expect(await request('PATCH', `${path}?fieldManager=a`, { body: config('y'), type })).toMatchObject({
    status: 200,
    body: { data: { mode: 'y' } },
  });
  expect((await request('PATCH', `${path}?fieldManager=b`, { body: config('z'), type })).body).toMatchObject({
    code: 409,
    reason: 'Conflict',
  });
  expect((await request('PATCH', `${path}?fieldManager=b&force=true`, { body: config('z'), type })).body.data.mode).toBe('z');
  expect((await request('PATCH', path, { body: config('x'), type })).body).toMatchObject({
    code: 422,
    message: expect.stringContaining('fieldManager: Required'),
  });
  expect((await request('PATCH', `${path}2?fieldManager=a`, { body: config('x'), type })).body.code).toBe(400);
});

test('what admission makes of a write is written, and its refusal answered', async () => {
  const seen: unknown[] = [];
  const { request } = await serving({
    admit(operation, object, old, writer) {
      seen.push([operation, object.metadata.name, old?.metadata.name, writer]);
      if (object.metadata.name === 'refused') throw new StatusError('Forbidden', 'pods "refused" is forbidden: exceeded quota: q');
      return { ...object, metadata: { ...object.metadata, annotations: { admitted: operation } } };
    },
  });
  const path = '/api/v1/namespaces/shop/pods';
  expect((await request('POST', `${path}?fieldManager=me`, { body: pod('new') })).body.metadata.annotations).toEqual({
    admitted: 'CREATE',
  });
  const refused = await request('POST', path, { body: pod('refused') });
  expect(refused.body).toMatchObject({ code: 403, reason: 'Forbidden', message: 'pods "refused" is forbidden: exceeded quota: q' });
  expect((await request('GET', `${path}/refused`)).status).toBe(404);
  await request('PATCH', `${path}/new`, { body: { spec: { nodeName: 'n' } }, type: 'application/merge-patch+json' });
  await request('DELETE', `${path}/new`, { body: { gracePeriodSeconds: 0 } });
  expect(seen.map((one) => (one as string[])[0])).toEqual(['CREATE', 'CREATE', 'UPDATE', 'DELETE']);
  expect(seen[0]).toEqual(['CREATE', 'new', undefined, 'me']);
});

test('a pod on a node is given its grace and waits for its kubelet; by force it goes at once, another kind too', async () => {
  const { request, store } = await serving();
  const path = '/api/v1/namespaces/shop/pods/broken';
  const leaving = (await request('DELETE', path)).body;
  expect(leaving.metadata).toMatchObject({ deletionTimestamp: '2026-03-01T12:00:30Z', deletionGracePeriodSeconds: 30 });
  expect((await request('DELETE', path, { body: { gracePeriodSeconds: 5 } })).body.metadata.deletionGracePeriodSeconds).toBe(5);
  expect((await request('DELETE', path, { body: { gracePeriodSeconds: 30 } })).body.metadata.deletionGracePeriodSeconds).toBe(5);
  expect(store.find('Pod', 'shop', 'broken')).toBeDefined();
  await request('DELETE', path, { body: { gracePeriodSeconds: 0 } });
  expect(store.find('Pod', 'shop', 'broken')).toBeUndefined();
  expect((await request('DELETE', '/api/v1/namespaces/shop/configmaps/settings')).body).toMatchObject({
    kind: 'Status',
    status: 'Success',
    details: { name: 'settings', kind: 'configmaps' },
  });
});

test('what has finalizers goes with the last of them; propagation is left to the garbage collector as a finalizer', async () => {
  const { request, store } = await serving();
  const path = '/api/v1/namespaces/shop/configmaps/settings';
  const type = 'application/merge-patch+json';
  await request('PATCH', path, { body: { metadata: { finalizers: ['example.com/wait'] } }, type });
  expect((await request('DELETE', path)).body.metadata.deletionTimestamp).toBeDefined();
  await request('PATCH', path, { body: { metadata: { finalizers: null } }, type });
  expect(store.find('ConfigMap', 'shop', 'settings')).toBeUndefined();
  const deployment = '/apis/apps/v1/namespaces/shop/deployments/web';
  expect((await request('DELETE', deployment, { body: { propagationPolicy: 'Foreground' } })).body.metadata.finalizers).toEqual([
    'foregroundDeletion',
  ]);
  expect((await request('DELETE', '/api/v1/namespaces/shop/services/web', { body: { propagationPolicy: 'Sideways' } })).body.code).toBe(
    400,
  );
});

test('a deletion on conditions that do not hold is refused', async () => {
  const { request } = await serving();
  const path = '/api/v1/namespaces/shop/configmaps/settings';
  for (const preconditions of [{ uid: 'other' }, { resourceVersion: '1' }])
    expect((await request('DELETE', path, { body: { preconditions } })).body).toMatchObject({ code: 409, reason: 'Conflict' });
});

test('a namespace that is deleted stays until it is emptied, and takes nothing new', async () => {
  const { request, store } = await serving();
  expect((await request('DELETE', '/api/v1/namespaces/shop')).body.status.phase).toBe('Terminating');
  expect((await request('POST', '/api/v1/namespaces/shop/pods', { body: pod('x') })).body).toMatchObject({
    code: 403,
    message: 'pods "x" is forbidden: unable to create new content in namespace shop because it is being terminated',
  });
  const { body } = await request('GET', '/api/v1/namespaces/shop');
  await request('PUT', '/api/v1/namespaces/shop/finalize', { body: { ...body, spec: { finalizers: [] } } });
  expect(store.find('Namespace', undefined, 'shop')).toBeUndefined();
});

test('a collection is deleted as far as it is selected', async () => {
  const { request, store } = await serving();
  await request('DELETE', '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb', { body: { gracePeriodSeconds: 0 } });
  expect(store.list('Pod').map(({ metadata }) => metadata.name)).toEqual(['broken']);
});

test('a workload is scaled through its scale, and not below zero', async () => {
  const { request, store } = await serving();
  const path = '/apis/apps/v1/namespaces/shop/deployments/web/scale';
  const scale = (await request('GET', path)).body;
  expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 2 }, status: { replicas: 2, selector: 'app=web' } });
  expect((await request('PUT', path, { body: { ...scale, spec: { replicas: 4 } } })).body.spec.replicas).toBe(4);
  const type = 'application/merge-patch+json';
  expect((await request('PATCH', path, { body: { spec: { replicas: 5 } }, type })).body.spec.replicas).toBe(5);
  expect(store.get('Deployment', 'shop', 'web').spec.replicas).toBe(5);
  expect((await request('PATCH', path, { body: { spec: { replicas: -1 } }, type })).body).toMatchObject({ code: 422, reason: 'Invalid' });
  expect((await request('PUT', path, { body: { ...scale, spec: { replicas: 1 } } })).body.code).toBe(409);
});

test('a pod is evicted unless its disruption budget allows none', async () => {
  const { request, store } = await serving();
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web-7c9f-aaaaa' } };
  const budget = store.create({
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'web' } } },
    status: { disruptionsAllowed: 1 },
  });
  const path = (name: string) => `/api/v1/namespaces/shop/pods/${name}/eviction`;
  expect((await request('POST', path('web-7c9f-aaaaa'), { body })).status).toBe(201);
  expect(store.get('Pod', 'shop', 'web-7c9f-aaaaa').metadata.deletionTimestamp).toBeDefined();
  expect(store.get('PodDisruptionBudget', 'shop', budget.metadata.name).status.disruptionsAllowed).toBe(0);
  expect((await request('POST', path('web-7c9f-bbbbb'), { body })).body).toMatchObject({
    code: 429,
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
  });
});

test('a table has the columns of the kind and the metadata of its objects; a partial list has that alone', async () => {
  const { request } = await serving();
  const table = (await request('GET', '/api/v1/namespaces/shop/pods?limit=1', { accept: TABLE })).body;
  expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { remainingItemCount: 2 } });
  expect(table.columnDefinitions.map(({ name, priority }: { name: string; priority: number }) => [name, priority])).toEqual([
    ['Name', 0],
    ['Ready', 0],
    ['Status', 0],
    ['Restarts', 0],
    ['Age', 0],
    ['IP', 1],
    ['Node', 1],
    ['Nominated Node', 1],
    ['Readiness Gates', 1],
  ]);
  expect(table.rows[0]).toMatchObject({
    cells: ['broken', '0/1', 'CrashLoopBackOff', '3 (25s ago)', '60m', '10.2.0.1', 'node-1', '<none>', '<none>'],
    object: { kind: 'PartialObjectMetadata', metadata: { name: 'broken' } },
  });
  const whole = await request('GET', '/api/v1/namespaces/shop/pods/broken?includeObject=Object', { accept: TABLE });
  expect(whole.body.rows[0].object.spec.nodeName).toBe('node-1');
  const partial = await request('GET', '/api/v1/pods', { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' });
  expect(partial.body.kind).toBe('PartialObjectMetadataList');
  expect(partial.body.items[0]).not.toHaveProperty('spec');
  expect((await request('GET', '/api/v1/pods', { accept: 'application/xml' })).status).toBe(406);
});

test('a large answer is compressed for who takes that', async () => {
  const { request, store, server } = await serving();
  store.create({ kind: 'ConfigMap', metadata: { name: 'large', namespace: 'shop' }, data: { text: 'x'.repeat(200_000) } });
  const large = await request('GET', '/api/v1/namespaces/shop/configmaps/large');
  expect(large.headers.get('content-encoding')).toBe('gzip');
  expect(large.body.data.text).toHaveLength(200_000);
  const token = server.issueToken({ name: 'x', groups: ['system:masters'] });
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' };
  const plain = await fetch(`${server.url}/api/v1/namespaces/shop/configmaps/large`, { headers });
  expect(plain.headers.get('content-encoding')).toBeNull();
});

test('a body beyond 3 MiB is refused', async () => {
  const { request } = await serving();
  const body = { ...pod('large'), spec: { text: 'x'.repeat(3 * 1024 * 1024) } };
  expect((await request('POST', '/api/v1/namespaces/shop/pods', { body })).body).toMatchObject({
    code: 413,
    reason: 'RequestEntityTooLarge',
  });
});

test('reviews say what you may do and who you are, also as someone else whom you may impersonate', async () => {
  const { request, server } = await serving();
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const resourceAttributes = { verb: 'list', resource: 'pods', namespace: 'shop' };
  const token = server.issueToken({ name: 'system:serviceaccount:shop:reader', groups: ['system:serviceaccounts'] });
  const allowed = async (attributes: object) => (await request('POST', path, { body: { spec: attributes }, token })).body.status.allowed;
  expect(await allowed({ resourceAttributes })).toBe(true);
  expect(await allowed({ resourceAttributes: { ...resourceAttributes, subresource: 'log', verb: 'get' } })).toBe(true);
  expect(await allowed({ resourceAttributes: { ...resourceAttributes, verb: 'delete' } })).toBe(false);
  expect(await allowed({ nonResourceAttributes: { verb: 'get', path: '/version' } })).toBe(true);
  expect((await request('POST', path, { body: { spec: {} }, token })).body.code).toBe(400);
  const self = await request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: {}, token });
  expect(self.body.status.userInfo.username).toBe('system:serviceaccount:shop:reader');
  const as = (who: string, with_: string) =>
    fetch(`${server.url}/api/v1/nodes`, { headers: { authorization: `Bearer ${with_}`, 'impersonate-user': who } });
  const admin = server.issueToken({ name: 'admin', groups: ['system:masters'] });
  expect((await as('system:serviceaccount:shop:reader', admin)).status).toBe(403);
  expect((await (await as('admin', token)).json()).message).toContain('cannot impersonate resource "users"');
});

test('the extra routes are answered without a token, all others need one', async () => {
  const { request } = await serving({ extraRoutes: (method, path) => (path === '/extra' ? { code: 200, body: { method } } : undefined) });
  expect((await request('POST', '/extra', { token: '' })).body).toEqual({ method: 'POST' });
  expect((await request('GET', '/extra2', { token: '' })).status).toBe(403);
});

test('an error that nobody foresaw is answered as an internal error, and the server goes on', async () => {
  const { request } = await serving({
    admit() {
      throw new Error('broken admission');
    },
  });
  expect((await request('POST', '/api/v1/namespaces/shop/pods', { body: pod('x') })).body).toMatchObject({
    code: 500,
    reason: 'InternalError',
    message: 'Internal error occurred: broken admission',
  });
  expect((await request('GET', '/livez')).status).toBe(200);
});

test('a port that is taken is refused at the start', async () => {
  const { server } = await serving();
  await expect(serve({ store: seededStore(), port: Number(new URL(server.url).port) })).rejects.toThrow('EADDRINUSE');
});
