import { expect, test } from 'vitest';
import { serving } from '../testing/serving.ts';
import { StatusError } from './status.ts';

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'c', image: 'i' }] },
});

test('an object is created once, in an existing namespace, with a valid name and of the right kind', async () => {
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

test('a dry run is answered as if it were carried out, but changes nothing', async () => {
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

test('an update replaces an object except its status and identity, and only from its latest version', async () => {
  const { request } = await serving();
  const path = '/apis/apps/v1/namespaces/shop/deployments/web';
  const before = (await request('GET', path)).body;
  const desired = {
    ...before,
    spec: { ...before.spec, replicas: 5 },
    status: { replicas: 99 },
    metadata: { ...before.metadata, creationTimestamp: '2000-01-01T00:00:00Z' },
  };
  const after = (await request('PUT', path, { body: desired })).body;
  expect(after).toMatchObject({
    spec: { replicas: 5 },
    status: before.status,
    metadata: { creationTimestamp: before.metadata.creationTimestamp },
  });
  expect((await request('PUT', path, { body: desired })).body).toMatchObject({
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

test('a patch that moves or renames an object, or is based on an old version, is refused', async () => {
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

test('a server-side apply creates an object, sets its fields, and takes over fields of others only by force', async () => {
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

test('the result of admission is written, and its refusal is returned', async () => {
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

test('a pod on a node gets its grace period and waits for its kubelet; a forced deletion and other kinds take effect at once', async () => {
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

test('an object with finalizers is removed with the last of them; propagation is left to the garbage collector as a finalizer', async () => {
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

test('a deletion whose preconditions do not hold is refused', async () => {
  const { request } = await serving();
  const path = '/api/v1/namespaces/shop/configmaps/settings';
  for (const preconditions of [{ uid: 'other' }, { resourceVersion: '1' }])
    expect((await request('DELETE', path, { body: { preconditions } })).body).toMatchObject({ code: 409, reason: 'Conflict' });
});

test('a namespace being deleted stays until it is empty, and accepts nothing new', async () => {
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

test('a collection is deleted as far as the selector matches', async () => {
  const { request, store } = await serving();
  await request('DELETE', '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb', { body: { gracePeriodSeconds: 0 } });
  expect(store.list('Pod').map(({ metadata }) => metadata.name)).toEqual(['broken']);
});

test('a workload is scaled through its scale subresource, and not below zero', async () => {
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

test('a pod is evicted unless its disruption budget forbids it', async () => {
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

test('a body larger than 3 MiB is refused', async () => {
  const { request } = await serving();
  const body = { ...pod('large'), spec: { text: 'x'.repeat(3 * 1024 * 1024) } };
  expect((await request('POST', '/api/v1/namespaces/shop/pods', { body })).body).toMatchObject({
    code: 413,
    reason: 'RequestEntityTooLarge',
  });
});

test('an unexpected error is answered as an internal error, and the server keeps running', async () => {
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
