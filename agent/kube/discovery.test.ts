import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestApiServer } from '../testing/api-server.ts';
import { KubeClient } from './client.ts';
import { customKinds } from './discovery.ts';

let server: TestApiServer;
let client: KubeClient;
beforeEach(async () => {
  server = new TestApiServer([]);
  await server.listen();
  client = new KubeClient({ server: server.url });
});
afterEach(async () => {
  client.close();
  await server.close();
});

async function found(groups: string[], isLimited = false) {
  const { kinds, problems } = await customKinds(client, groups, isLimited, new AbortController().signal);
  return { kinds: kinds.map(({ kind, apiVersion }) => `${kind} ${apiVersion}`), problems };
}

describe('the kinds of custom resources that are read', () => {
  it('are those of the table, in the version that the cluster prefers', async () => {
    server.serve('cert-manager.io/v1', [
      ['Certificate', 'certificates', true],
      ['Unheard', 'unheards', true],
    ]);
    expect(await found(['cert-manager.io', 'keda.sh'])).toEqual({ kinds: ['Certificate cert-manager.io/v1'], problems: [] });
  });

  it('are all kinds of a group that the table does not have, except those with the name of a kind of Kubernetes', async () => {
    server.serve('example.com/v1beta1', [
      ['Widget', 'widgets', true],
      ['Rack', 'racks', false],
      ['Service', 'services', true],
    ]);
    expect((await found(['example.com'])).kinds).toEqual(['Widget example.com/v1beta1', 'Rack example.com/v1beta1']);
    expect((await found(['example.com'], true)).kinds).toEqual(['Widget example.com/v1beta1']);
  });

  it('are none of a group that is not allowed, and the cluster is not asked', async () => {
    server.serve('example.com/v1', [['Widget', 'widgets', true]]);
    expect(await found([])).toEqual({ kinds: [], problems: [] });
    expect(server.seen).toEqual([]);
  });

  it('do not fail with a group that does not answer: it is named', async () => {
    server.serve('example.com/v1', [['Widget', 'widgets', true]]);
    server.serve('keda.sh/v1alpha1', [['ScaledObject', 'scaledobjects', true]]);
    server.failures.push({ path: '/apis/example.com/v1', status: 503 });
    const { kinds, problems } = await found(['example.com', 'keda.sh']);
    expect(kinds).toEqual(['ScaledObject keda.sh/v1alpha1']);
    expect(problems).toEqual([expect.stringMatching(/^custom resources of example\.com: .*503/)]);
  });

  it('are bounded in number, and the bound is told', async () => {
    const many = Array.from({ length: 200 }, (_, n) => [`Kind${n}`, `kind${n}s`, true] as const);
    server.serve('example.com/v1', many);
    const { kinds, problems } = await found(['example.com']);
    expect(kinds).toHaveLength(150);
    expect(problems).toEqual([expect.stringContaining('200 kinds, of which only the first 150 are read')]);
  });
});
