import { expect, test } from 'vitest';
import { serving } from '../testing/serving.ts';

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
