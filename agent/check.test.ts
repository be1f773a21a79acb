import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectionPath, EVENT_KIND, STATE_KINDS, scopesOf } from '#lib/kubernetes/kinds.ts';
import { problemsOf } from './check.ts';
import { TestApiServer } from './testing/api-server.ts';
import { TestProvider } from './testing/provider-server.ts';

const API_KEY = 'kg_live_acme_0123456789abcdef0123456789abcdef';
let kube: TestApiServer;
let provider: TestProvider;
beforeEach(async () => {
  kube = new TestApiServer([...STATE_KINDS, EVENT_KIND].map((kind) => collectionPath(kind, scopesOf(kind, [])[0])));
  provider = new TestProvider(API_KEY);
  await Promise.all([kube.listen(), provider.listen()]);
});
afterEach(() => Promise.all([kube.close(), provider.close()]));

const check = (more: Partial<Parameters<typeof problemsOf>[0]> = {}) =>
  problemsOf({ connection: { server: kube.url }, endpoint: provider.url, apiKey: API_KEY, namespaces: [], skipKinds: [], ...more });

it('finds nothing where all is well, and reports nothing to the provider', async () => {
  expect(await check()).toEqual([]);
  expect(provider.batches.flatMap(({ records }) => records)).toEqual([]);
  expect(provider.heartbeats).toEqual([]);
});

it('names every kind that may not be read, but none that is not wanted or not served', async () => {
  for (const path of ['/api/v1/secrets', '/api/v1/pods']) kube.failures.push({ path, status: 403 });
  kube.failures.push({ path: '/api/v1/nodes', status: 404 });
  expect(await check()).toEqual([expect.stringMatching(/^not allowed to read (Pod, Secret|Secret, Pod): /)]);
  kube.failures.push({ path: '/api/v1/secrets', status: 403 });
  expect(await check({ skipKinds: ['Secret'] })).toEqual([]);
});

it('tells an API server that is away from a provider that refuses the key', async () => {
  expect(await check({ connection: { server: 'http://127.0.0.1:1' }, apiKey: 'wrong' })).toEqual([
    expect.stringContaining('API server does not answer: '),
    expect.stringMatching(/answered 401.*the API key is unknown/),
  ]);
});

it('is content with a provider that has no use for an empty batch', async () => {
  provider.answers.push({ status: 400 });
  expect(await check()).toEqual([]);
});
