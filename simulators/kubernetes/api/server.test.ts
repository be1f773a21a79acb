import { expect, test } from 'vitest';
import { serve } from '../testing/client.ts';
import { seededStore } from '../testing/seed.ts';
import { serving } from '../testing/serving.ts';

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

test('the extra routes need no token, all others need one', async () => {
  const { request } = await serving({ extraRoutes: (method, path) => (path === '/extra' ? { code: 200, body: { method } } : undefined) });
  expect((await request('POST', '/extra', { token: '' })).body).toEqual({ method: 'POST' });
  expect((await request('GET', '/extra2', { token: '' })).status).toBe(403);
});

test('startup fails if the port is in use', async () => {
  const { server } = await serving();
  await expect(serve({ store: seededStore(), port: Number(new URL(server.url).port) })).rejects.toThrow('EADDRINUSE');
});
