import { expect, test } from 'vitest';
import { serving } from '../testing/serving.ts';

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
