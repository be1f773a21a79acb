import { expect, test } from 'vitest';
import { serve } from '../testing/client.ts';
import { SEED_NOW, seededStore } from '../testing/seed.ts';
import { serving } from '../testing/serving.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
test('discovery lists every kind with its verbs, short names and subresources, per group and in one document', async () => {
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

test('unknown paths, groups, resources and objects are not found', async () => {
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

test('an object is returned with its kind and apiVersion; the items of a list have neither', async () => {
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

test('lists are filtered by namespace, labels and fields', async () => {
  const { request } = await serving();
  const names = async (path: string) =>
    (await request('GET', path)).body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  expect(await names('/api/v1/pods')).toEqual(['broken', 'web-7c9f-aaaaa', 'web-7c9f-bbbbb']);
  expect(await names('/api/v1/namespaces/default/pods')).toEqual([]);
  expect(await names('/api/v1/pods?labelSelector=app%20in%20(worker)')).toEqual(['broken']);
  expect(await names('/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-1,metadata.name!%3Dbroken')).toEqual(['web-7c9f-aaaaa']);
});

test('a paged list shows the state at its first page, each object once, and reports the remaining count', async () => {
  const { request, store } = await serving();
  const first = (await request('GET', '/api/v1/pods?limit=2')).body;
  expect(first.metadata).toMatchObject({ remainingItemCount: 1, continue: expect.any(String) });
  store.create({ kind: 'Pod', metadata: { name: 'zzz', namespace: 'shop' } });
  store.remove(store.get('Pod', 'shop', 'web-7c9f-bbbbb'));
  const second = (await request('GET', `/api/v1/pods?limit=2&continue=${first.metadata.continue}`)).body;
  expect([...first.items, ...second.items].map(({ metadata }) => metadata.name)).toEqual(['broken', 'web-7c9f-aaaaa', 'web-7c9f-bbbbb']);
  expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
});

test('a page whose revision is no longer kept is answered with 410 and a token for the rest at the latest revision', async () => {
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

test('a list at an exact revision shows the state at that revision; a future one times out as too large', async () => {
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
  '/api/v1/pods?limit=x',
  '/api/v1/pods?continue=nonsense',
  '/api/v1/pods?resourceVersion=x',
  '/api/v1/pods?labelSelector=a%20b',
  '/api/v1/pods?fieldSelector=spec.image%3Dx',
  '/api/v1/pods?watch=1&resourceVersion=x',
  '/api/v1/namespaces/shop/pods/web-7c9f-aaaaa/log?tailLines=x',
  '/api/v1/namespaces/shop/pods/%',
])('GET %s is refused as a bad request', async (path) => {
  const { request } = await serving();
  expect((await request('GET', path)).body).toMatchObject({ kind: 'Status', code: 400, reason: 'BadRequest' });
});

test.each([
  ['resourceVersionMatch=Exact', 'FieldValueForbidden'],
  ['resourceVersion=0&resourceVersionMatch=Exact', 'FieldValueForbidden'],
  ['resourceVersion=1&resourceVersionMatch=Newest', 'FieldValueNotSupported'],
  ['watch=1&resourceVersionMatch=NotOlderThan', 'FieldValueForbidden'],
])('list options that cannot be combined are refused: %s', async (query, reason) => {
  const { request } = await serving();
  expect((await request('GET', `/api/v1/pods?${query}`)).body).toMatchObject({
    code: 422,
    reason: 'Invalid',
    details: { kind: 'ListOptions', group: 'meta.k8s.io', causes: [{ field: 'resourceVersionMatch', reason }] },
  });
});

test('a list at an exact revision that is no longer kept is answered with 410', async () => {
  const { request, store } = await serving();
  const then = store.revision;
  store.remove(store.get('Pod', 'shop', 'broken'));
  store.compact();
  expect((await request('GET', `/api/v1/pods?resourceVersion=${then}&resourceVersionMatch=Exact`)).body).toMatchObject({
    code: 410,
    message: 'The resourceVersion for the provided list is too old.',
  });
});

test('an unknown token is refused with 401; a client without one is anonymous and may see the version only', async () => {
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

test('a service account may do what its role allows and nothing else, subresources included', async () => {
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

test('a requested token belongs to the service account and expires', async () => {
  let now = SEED_NOW;
  const { request } = await serving({ now: () => now });
  const path = '/api/v1/namespaces/shop/serviceaccounts/reader/token';
  const { status } = (await request('POST', path, { body: { spec: { expirationSeconds: 600 } } })).body;
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token: status.token })).status).toBe(200);
  now = Date.parse(status.expirationTimestamp);
  expect((await request('GET', '/api/v1/namespaces/shop/pods', { token: status.token })).status).toBe(401);
});

test('a table has the columns of the kind and the metadata of its objects; a partial list has the metadata only', async () => {
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

test('a large answer is compressed if the client accepts that', async () => {
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

test('reviews tell users what they may do and who they are, also when impersonating', async () => {
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

test('the extra routes need no token, all others need one', async () => {
  const { request } = await serving({ extraRoutes: (method, path) => (path === '/extra' ? { code: 200, body: { method } } : undefined) });
  expect((await request('POST', '/extra', { token: '' })).body).toEqual({ method: 'POST' });
  expect((await request('GET', '/extra2', { token: '' })).status).toBe(403);
});

test('startup fails if the port is in use', async () => {
  const { server } = await serving();
  await expect(serve({ store: seededStore(), port: Number(new URL(server.url).port) })).rejects.toThrow('EADDRINUSE');
});

test('a log that the kubelet cannot provide is answered with the message of the kubelet', async () => {
  const message = 'Get "https://10.1.0.1:10250/containerLogs/shop/broken/worker": dial tcp 10.1.0.1:10250: connect: connection refused';
  const { request } = await serving({
    logs: {
      lines() {
        throw Object.assign(new Error(message), { reason: 'InternalError' });
      },
    },
  });
  const { body } = await request('GET', '/api/v1/namespaces/shop/pods/broken/log');
  expect(body).toMatchObject({ code: 500, message });
  expect(body).not.toHaveProperty('reason');
});

test('a log is returned as text, cut at limitBytes; the container must be named if there are several', async () => {
  const requests: unknown[] = [];
  const { request, store } = await serving({
    logs: {
      *lines(namespace, pod, container, { signal: _, ...options }) {
        requests.push([namespace, pod, container, options]);
        yield 'first';
        yield 'second';
      },
    },
  });
  const log = (query: string, pod = 'broken') => request('GET', `/api/v1/namespaces/shop/pods/${pod}/log?${query}`);
  expect((await log('tailLines=5&sinceSeconds=60&timestamps=true&previous=true')).body).toBe('first\nsecond\n');
  expect(requests).toEqual([
    ['shop', 'broken', 'worker', { previous: true, follow: false, timestamps: true, tailLines: 5, sinceSeconds: 60 }],
  ]);
  expect((await log('limitBytes=8')).body).toBe('first\nse');
  expect((await log('follow=true')).body).toBe('first\nsecond\n');
  expect((await log('sinceTime=2026-03-01T11:59:00Z')).status).toBe(200);
  expect(requests.at(-1)).toMatchObject(['shop', 'broken', 'worker', { sinceSeconds: 60 }]);
  expect((await log('container=nope')).body).toMatchObject({ code: 400, message: 'container nope is not valid for pod broken' });
  const containers = [{ name: 'a' }, { name: 'b' }];
  store.create({
    kind: 'Pod',
    metadata: { name: 'two', namespace: 'shop' },
    spec: { nodeName: 'node-1', containers, initContainers: [{ name: 'i' }] },
  });
  expect((await log('', 'two')).body.message).toBe(
    'a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [i]',
  );
  store.create({ kind: 'Pod', metadata: { name: 'pending', namespace: 'shop' }, spec: { containers: [{ name: 'c' }] } });
  expect(await log('', 'pending')).toMatchObject({ status: 200, body: '' });
});
