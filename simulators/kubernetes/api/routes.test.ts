import { expect, test } from 'vitest';
import { resourcePath, verbOf } from './routes.ts';

test.each([
  ['/api/v1/pods', { resource: 'pods' }],
  ['/api/v1/namespaces/shop/pods', { resource: 'pods', namespace: 'shop' }],
  ['/api/v1/namespaces/shop/pods/web/log', { resource: 'pods', namespace: 'shop', name: 'web', subresource: 'log' }],
  ['/api/v1/namespaces/shop', { resource: 'namespaces', name: 'shop' }],
  ['/api/v1/namespaces/shop/status', { resource: 'namespaces', name: 'shop', subresource: 'status' }],
  ['/api/v1/nodes/node-1', { resource: 'nodes', name: 'node-1' }],
  ['/apis/apps/v1/deployments', { group: 'apps', resource: 'deployments' }],
  [
    '/apis/apps/v1/namespaces/shop/deployments/web/scale',
    { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: 'scale' },
  ],
  ['/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode', { resource: 'clusterroles', name: 'system:node' }],
])('%s is parsed as %o', (path, expected) => {
  expect(resourcePath(path)).toMatchObject({ version: 'v1', ...expected });
});

test.each(['/', '/api', '/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/healthz', '/api/v1/'])('%s is not a resource path', (path) => {
  expect(resourcePath(path)).toBeUndefined();
});

test('a resource that is not served has a path and no kind', () => {
  expect(resourcePath('/apis/example.com/v1/widgets')).toMatchObject({ resource: 'widgets', kind: undefined });
  expect(resourcePath('/apis/apps/v1beta1/deployments')?.kind).toBeUndefined();
});

test.each([
  ['GET', '/api/v1/pods', '', 'list'],
  ['GET', '/api/v1/pods', 'watch=true', 'watch'],
  ['GET', '/api/v1/pods', 'watch=1', 'watch'],
  ['GET', '/api/v1/pods', 'watch=false', 'list'],
  ['GET', '/api/v1/namespaces/shop/pods/web', '', 'get'],
  ['POST', '/api/v1/namespaces/shop/pods', '', 'create'],
  ['PUT', '/api/v1/namespaces/shop/pods/web', '', 'update'],
  ['PATCH', '/api/v1/namespaces/shop/pods/web', '', 'patch'],
  ['DELETE', '/api/v1/namespaces/shop/pods/web', '', 'delete'],
  ['DELETE', '/api/v1/namespaces/shop/pods', '', 'deletecollection'],
  ['TRACE', '/api/v1/pods', '', undefined],
])('%s %s?%s is the verb %s', (method, path, query, verb) => {
  expect(verbOf(method, resourcePath(path)!, new URLSearchParams(query))).toBe(verb);
});
