import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ControlPlane } from '../scripts/servers/kubernetes/control-plane.ts';
import { apply, deployment, freshControlPlane, node } from '../scripts/servers/kubernetes/testing.ts';
import { type RunningAgent, startAgent } from './index.ts';
import { TestProvider } from './testing/provider-server.ts';
import { until } from './testing/until.ts';

const API_KEY = 'kg_live_acme_0123456789abcdef0123456789abcdef';
const STATE = 'state.k8s.resource';
const NODES = Array.from({ length: 10 }, (_, n) => node(`node-${n}`));

let plane: ControlPlane;
let provider: TestProvider;
let dir: string;
let agent: RunningAgent;

beforeAll(async () => {
  plane = await freshControlPlane();
  await apply(plane, ...NODES, deployment('shop', 20));
  await plane.kubectl(['rollout', 'status', 'deployment/shop', '--timeout=60s']);
  const registered = ['get', 'events', '--field-selector=reason=RegisteredNode', '--output=name'];
  await until('the start is over', async () => (await plane.kubectl(registered)).trim().split('\n').length === NODES.length);
});
afterAll(() => plane?.stop());

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-agent-'));
  provider = new TestProvider(API_KEY);
  await provider.listen();
  agent = await startAgent({ endpoint: provider.url, apiKey: API_KEY, cluster: 'prod', kube: plane.kubeconfig, bufferDir: dir });
  await until('the first picture is delivered', () => agent.status().ready && agent.status().buffered.records === 0);
});
afterEach(async () => {
  await agent.stop();
  await provider.close();
  rmSync(dir, { recursive: true, force: true });
});

/** `Kind namespace/name` of every object, as the API server has it or as the provider was told. */
const names = (objects: Iterable<{ kind?: string; metadata: { namespace?: string; name: string } }>) =>
  [...objects].map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`).sort();
async function inCluster(): Promise<string[]> {
  const list = JSON.parse(await plane.kubectl(['get', 'pods,replicasets,deployments,nodes', '-A', '-o', 'json'])) as {
    items: { kind: string; metadata: { namespace?: string; name: string } }[];
  };
  return names(list.items);
}
const told = () =>
  names([...provider.live().values()].filter(({ kind }) => ['Pod', 'ReplicaSet', 'Deployment', 'Node'].includes(kind)) as never);
async function renewals(): Promise<string> {
  return plane.kubectl(['get', 'lease', '-n', 'kube-system', '-o', 'jsonpath={.items[*].spec.renewTime}']);
}

describe('the agent on a real control plane with leader election', () => {
  it('makes no record of an idle cluster, however often its leases are renewed', async () => {
    expect(told()).toEqual(await inCluster());
    const before = provider.batches.length;
    const seen = new Set([await renewals()]);
    await until('twenty renewals', async () => seen.add(await renewals()).size > 20);
    expect(provider.batches.slice(before).flatMap(({ records }) => records)).toEqual([]);
  });

  it('after the API server was killed reads again what its watches have lost, and tells what happened meanwhile', async () => {
    await plane.kill('kube-apiserver');
    await until('the agent says so', () => agent.status().components.some(({ status }) => status === 'failing'));
    await plane.start('kube-apiserver');
    await plane.kubectl(['scale', 'deployment/shop', '--replicas=25']);
    await plane.kubectl(['rollout', 'status', 'deployment/shop', '--timeout=60s']);
    const cluster = await inCluster();
    await until('the provider knows the same', () => JSON.stringify(told()) === JSON.stringify(cluster));
    expect(cluster.filter((name) => name.startsWith('Pod default/shop'))).toHaveLength(25);
    expect(provider.batches.filter(({ stream }) => stream === STATE).length).toBeGreaterThan(0);
    await until('all parts are well', () => agent.status().components.every(({ status }) => status === 'ok'));
  });
});
