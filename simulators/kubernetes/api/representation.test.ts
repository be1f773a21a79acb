import { expect, test } from 'vitest';
import { serving } from '../testing/serving.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

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
