import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { collectionPath, EVENT_KIND, STATE_KINDS, scopesOf } from '#lib/kubernetes/kinds.ts';
import type { StateMessage } from '#lib/wire/messages.ts';
import { type AgentOptions, type RunningAgent, startAgent } from './index.ts';
import { TestApiServer } from './testing/api-server.ts';
import { TestProvider } from './testing/provider-server.ts';
import { until } from './testing/until.ts';

const API_KEY = 'kg_live_acme_0123456789abcdef0123456789abcdef';
const PODS = '/api/v1/pods';
const COLLECTIONS = [...STATE_KINDS, EVENT_KIND].map((kind) => collectionPath(kind, scopesOf(kind, [])[0]));
const FAST: AgentOptions['times'] = {
  reflector: { backoff: { baseMs: 1, maxMs: 20 }, slowRetryMs: 50 },
  delivery: { backoff: { baseMs: 1, maxMs: 20 }, refusedMs: 50 },
  heartbeatMs: 20,
};

let dir: string;
let kube: TestApiServer;
let provider: TestProvider;
const agents: RunningAgent[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-agent-'));
  kube = new TestApiServer(COLLECTIONS);
  provider = new TestProvider(API_KEY);
  await Promise.all([kube.listen(), provider.listen()]);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const agent of agents.splice(0)) await agent.stop();
  await Promise.all([kube.close(), provider.close()]);
  rmSync(dir, { recursive: true, force: true });
});

async function start(options: Partial<AgentOptions> = {}): Promise<RunningAgent> {
  const agent = await startAgent({
    endpoint: provider.url,
    apiKey: API_KEY,
    cluster: 'prod',
    kube: { server: kube.url, token: 'kube-token' },
    bufferDir: join(dir, 'buffer'),
    times: FAST,
    ...options,
  });
  agents.push(agent);
  return agent;
}

async function stop(agent: RunningAgent): Promise<void> {
  agents.splice(agents.indexOf(agent), 1);
  await agent.stop();
}

const pod = (name: string, round = 0) => ({
  metadata: { name, namespace: 'shop' },
  spec: { nodeName: 'n' },
  status: { phase: 'Running', round },
});

/** The versions that the cluster has now, as the provider should know them. */
function versions(objects: Iterable<{ metadata: { uid: string; resourceVersion?: unknown } }>): Map<string, unknown> {
  return new Map([...objects].map(({ metadata }) => [metadata.uid, metadata.resourceVersion]));
}

describe('the agent in this process', () => {
  it('reports the custom resources of the groups that the client allows, and of no others', async () => {
    kube.serve('argoproj.io/v1alpha1', [
      ['Application', 'applications', true],
      ['Workflow', 'workflows', true],
    ]);
    kube.serve('other.example.com/v1', [['Widget', 'widgets', true]]);
    const web = kube.put('/apis/argoproj.io/v1alpha1/applications', { metadata: { name: 'web', namespace: 'argocd' } });
    const agent = await start({ customGroups: ['argoproj.io'] });
    await until('ready', () => agent.status().ready);
    await until('delivered', () => provider.accepted['state.k8s.resource'].size === 1);
    const [message] = provider.accepted['state.k8s.resource'].values() as unknown as StateMessage[];
    expect(message?.object).toMatchObject({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { uid: web.metadata.uid } });
    expect(agent.status().objects).toEqual({ 'Application.argoproj.io': 1 });
    expect(kube.seen.map(({ path }) => path).filter((path) => /widgets|workflows|other/.test(path))).toEqual([]);
  });

  it('finds the custom resources of an operator that is installed later', async () => {
    const agent = await start({ customGroups: ['argoproj.io'] });
    await until('ready', () => agent.status().ready);
    kube.serve('argoproj.io/v1alpha1', [['Application', 'applications', true]]);
    kube.put('/apis/argoproj.io/v1alpha1/applications', { metadata: { name: 'web', namespace: 'argocd' } });
    await until('reported', () => agent.status().objects['Application.argoproj.io'] === 1);
    expect(provider.accepted['state.k8s.resource'].size).toBeLessThanOrEqual(1);
  });

  it('keeps kinds of the same name in two groups apart', async () => {
    kube.serve('postgresql.cnpg.io/v1', [['Cluster', 'clusters', true]]);
    kube.serve('cluster.x-k8s.io/v1beta1', [['Cluster', 'clusters', true]]);
    kube.put('/apis/postgresql.cnpg.io/v1/clusters', { metadata: { name: 'db', namespace: 'shop' } });
    kube.put('/apis/cluster.x-k8s.io/v1beta1/clusters', { metadata: { name: 'edge', namespace: 'shop' } });
    const agent = await start({ customGroups: ['postgresql.cnpg.io', 'cluster.x-k8s.io'] });
    await until('both', () => provider.accepted['state.k8s.resource'].size === 2 && agent.status().ready);
    expect(agent.status().objects).toEqual({ 'Cluster.postgresql.cnpg.io': 1, 'Cluster.cluster.x-k8s.io': 1 });
  });

  it('tells which custom resources it may not read', async () => {
    kube.serve('argoproj.io/v1alpha1', [['Application', 'applications', true]]);
    for (let n = 0; n < 50; n++) kube.failures.push({ path: '/apis/argoproj.io/v1alpha1/applications', status: 403 });
    const agent = await start({ customGroups: ['argoproj.io'] });
    await until('forbidden', () => agent.status().forbiddenKinds.includes('Application.argoproj.io'));
    expect(agent.status().components.find(({ name }) => name === 'state-watcher')?.message).toContain(
      'not allowed to read Application.argoproj.io',
    );
  });

  it('reports every object of every kind once, events and heartbeats, and becomes ready', async () => {
    for (const path of COLLECTIONS) {
      const event = path.endsWith('/events') ? { involvedObject: { kind: 'Pod', name: 'x' }, reason: 'Killing' } : {};
      for (let n = 0; n < 3; n++)
        kube.put(path, { ...event, metadata: { name: `o${n}`, namespace: path.includes('kube-system') ? 'kube-system' : 'shop' } });
    }
    const agent = await start({ healthPort: 0 });
    await until('ready', () => agent.status().ready);
    await until(
      'all delivered',
      () =>
        agent.status().buffered.records === 0 &&
        provider.accepted['state.k8s.resource'].size === STATE_KINDS.length * 3 &&
        provider.accepted['events.normalized'].size === 3,
    );
    expect(provider.accepted['events.normalized'].size).toBe(3);
    expect(provider.duplicates).toBe(0);
    expect(agent.status()).toMatchObject({
      dropped: 0,
      forbiddenKinds: [],
      objects: Object.fromEntries(STATE_KINDS.map(({ kind }) => [kind, 3])),
    });
    expect(agent.status().components).toEqual(
      ['state-watcher', 'event-exporter', 'log-collector', 'health'].map((name) => ({ name, status: 'ok' })),
    );
    await until('a heartbeat of the agent at rest', () => {
      const beat = provider.heartbeats.at(-1) as { objects?: { Pod?: number }; buffered?: { records: number } } | undefined;
      return beat?.objects?.Pod === 3 && beat.buffered?.records === 0;
    });
    expect(provider.heartbeats.at(-1)).toMatchObject({
      cluster: 'prod',
      kubernetesVersion: 'v1.34.0-test',
      dropped: 0,
      forbiddenKinds: [],
      buffered: { records: 0 },
    });
    const answer = await fetch(`http://127.0.0.1:${agent.healthPort}/readyz`);
    expect(answer.status).toBe(200);
    const metrics = await (await fetch(`http://127.0.0.1:${agent.healthPort}/metrics`)).text();
    expect(metrics).toContain('kg_agent_objects{kind="Pod"} 3');
    expect(kube.seen.every(({ authorization }) => authorization === 'Bearer kube-token')).toBe(true);
  });

  it('after a restart reports deletions that happened meanwhile and nothing that did not change', async () => {
    for (let n = 0; n < 5; n++) kube.put(PODS, pod(`p${n}`));
    const first = await start();
    await until('five pods', () => provider.live().size === 5);
    // What the provider has is sent again until the agent has read that it is taken.
    await until('nothing left to send', () => first.status().buffered.records === 0);
    await stop(first);
    kube.remove(PODS, 'p1', 'shop');
    kube.put(PODS, pod('p2', 1));
    const before = provider.batches.length;
    const second = await start();
    await until('four pods', () => provider.live().size === 4);
    await until('ready and sent', () => second.status().ready && second.status().buffered.records === 0);
    const sent = provider.batches.slice(before).flatMap(({ records }) => records as StateMessage[]);
    expect(sent.map(({ op, object }) => `${op} ${object.metadata.name}`).sort()).toEqual(['delete p1', 'upsert p2']);
  });

  it('reports a kind that it may not read, goes on with the others, and reads it once it may', async () => {
    kube.put('/api/v1/secrets', { metadata: { name: 's', namespace: 'shop' }, data: {} });
    for (let n = 0; n < 3; n++) kube.failures.push({ path: '/api/v1/secrets', status: 403 });
    kube.put(PODS, pod('p'));
    const agent = await start({ times: { ...FAST, reflector: { ...FAST?.reflector, slowRetryMs: 6_400 } } });
    await until('forbidden', () => agent.status().forbiddenKinds.includes('Secret'));
    expect(agent.status().components[0]).toMatchObject({
      name: 'state-watcher',
      status: 'degraded',
      message: expect.stringContaining('Secret'),
    });
    await until('told to the provider', () => provider.heartbeats.some((beat) => (beat.forbiddenKinds as string[]).includes('Secret')));
    await until('both known', () => provider.live().size === 2);
    // The object arrives before the list that it is part of is complete, and the kind counts as readable after it.
    await until('no longer forbidden', () => agent.status().forbiddenKinds.length === 0);
    expect(agent.status().forbiddenKinds).toEqual([]);
  });

  it('keeps to the namespaces it was given, and to the kinds', async () => {
    const scoped = new TestApiServer(['/api/v1/namespaces/shop/pods', '/api/v1/namespaces', '/api/v1/namespaces/shop/secrets']);
    await scoped.listen();
    scoped.put('/api/v1/namespaces/shop/pods', pod('p'));
    const agent = await start({ kube: { server: scoped.url, token: 't' }, namespaces: ['shop'], skipKinds: ['Secret'] });
    await until('ready', () => agent.status().ready);
    await until('the pod', () => provider.live().size === 1);
    const paths = new Set(scoped.seen.map(({ path }) => path));
    expect(paths).toContain('/api/v1/namespaces/shop/configmaps');
    expect([...paths].filter((path) => path.endsWith('/secrets'))).toEqual([]);
    expect(paths).not.toContain(PODS);
    await scoped.close();
  });

  it('is not ready and says why while the key is refused', async () => {
    const agent = await start({ apiKey: 'kg_live_acme_ffffffffffffffffffffffffffffffff', healthPort: 0 });
    kube.put(PODS, pod('p'));
    await until('failing', () => agent.status().components.every(({ status }) => status === 'failing'));
    expect(agent.status().ready).toBe(false);
    const answer = await fetch(`http://127.0.0.1:${agent.healthPort}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('answered 401');
  });

  it('refuses a bad cluster name, a directory that can not be used and a port that is taken', async () => {
    await expect(start({ cluster: 'Prod_1' })).rejects.toThrow(RangeError);
    writeFileSync(join(dir, 'file'), '');
    await expect(start({ bufferDir: join(dir, 'file') })).rejects.toThrow(/EEXIST|ENOTDIR/);
    const taken = await start({ healthPort: 0 });
    await expect(start({ bufferDir: join(dir, 'other'), healthPort: taken.healthPort! })).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('the agent as a process', () => {
  function spawnAgent(): ChildProcess {
    const kubeconfig = join(dir, 'kubeconfig');
    const config = {
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: kube.url } }],
      users: [{ name: 'u', user: { token: 't' } }],
    };
    writeFileSync(kubeconfig, stringify(config));
    const env = {
      ...process.env,
      KG_ENDPOINT: provider.url,
      KG_API_KEY: API_KEY,
      KG_CLUSTER: 'prod',
      KG_BUFFER_DIR: join(dir, 'buffer'),
      KUBECONFIG: kubeconfig,
    };
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'all'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  }

  const dies = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

  it('killed at random moments while the cluster changes and the provider comes and goes, loses nothing', async () => {
    let changes = 0;
    const names = Array.from({ length: 60 }, (_, n) => `p${n}`);
    const live = new Set<string>();
    const change = () => {
      const name = names[(changes * 7) % names.length]!;
      if (live.has(name) && changes % 3 === 0) {
        kube.remove(PODS, name, 'shop');
        live.delete(name);
      } else {
        kube.put(PODS, pod(name, changes));
        live.add(name);
      }
      changes++;
    };
    for (let n = 0; n < 200; n++) change();
    for (let round = 0; round < 6; round++) {
      const child = spawnAgent();
      const dead = dies(child);
      const before = provider.batches.length;
      await until('the agent delivers', () => provider.batches.length > before);
      const target = provider.batches.length + 3 + round * 5;
      provider.goDown(round % 3 === 1);
      for (let n = 0; n < 80; n++) {
        change();
        if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      if (round % 3 !== 1) await until('it delivers on', () => provider.batches.length >= Math.min(target, before + 2));
      child.kill('SIGKILL');
      await dead;
      provider.goDown(false);
      for (let n = 0; n < 10; n++) change();
    }
    spawnAgent();
    const expected = () => versions([...kube.objects(PODS)]);
    await until('the provider knows exactly what is there', () => {
      const known = versions(provider.live().values());
      const there = expected();
      return known.size === there.size && [...there].every(([uid, version]) => known.get(uid) === version);
    });
    expect(versions(provider.live().values())).toEqual(expected());
  });

  it('stops cleanly on SIGTERM', async () => {
    const child = spawnAgent();
    await until('a heartbeat', () => provider.heartbeats.length > 0);
    const dead = dies(child);
    child.kill('SIGTERM');
    expect(await dead).toBe(0);
  });

  it.each<[string[], Record<string, string>, RegExp]>([
    [['all'], {}, /^kg-agent: KG_ENDPOINT .*KG_API_KEY .*KG_CLUSTER .*\n$/],
    [['dance'], {}, /^kg-agent: there is no command "dance": expected is one of .*\n$/],
    [[], {}, /^kg-agent: a command is missing.*\n$/],
    [['all', '--loud'], {}, /^kg-agent: Unknown option '--loud'.*\n$/],
    [
      ['all', '--kubeconfig', '/nowhere'],
      { KG_ENDPOINT: 'http://p', KG_API_KEY: API_KEY, KG_CLUSTER: 'c' },
      /^kg-agent: the kubeconfig can't be read.*\n$/,
    ],
  ])('called with %j says in one line what is wrong', async (args, env, message) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
      env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.push(child);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(stderr).toMatch(message);
  });
});
