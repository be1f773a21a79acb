import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type KubernetesSimulator, startKubernetes } from '#simulators/kubernetes/index.ts';
import { runCommand } from './main.ts';

let kubernetes: KubernetesSimulator;
let folder: string;
let kubeconfig: string;
let clock = Date.UTC(2026, 10, 23, 12);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kg-rca-live-'));
  kubernetes = await startKubernetes({ seed: 7, now: () => clock, tickEveryMs: 0 });
  kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubernetes.kubeconfig());
  pass(110);
  kubernetes.cluster.faults.on('missing-secret');
  pass(60);
});
afterAll(async () => {
  await kubernetes.close();
  rmSync(folder, { recursive: true, force: true });
});

function pass(seconds: number): void {
  for (let i = 0; i < seconds * 4; i++) {
    clock += 250;
    kubernetes.cluster.tick();
  }
}

async function run(...args: string[]) {
  const said = { out: '', err: '' };
  const code = await runCommand(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    env: { KUBECONFIG: kubeconfig },
    columns: 100,
    isTerminal: false,
    now: () => clock,
  });
  return { code, ...said };
}

const firstOf = (out: string) => JSON.parse(out).causes[0];

it('analyze --live names the fault of a cluster, from the objects, events and logs that it reads itself', async () => {
  const { code, out, err } = await run('analyze', '--live', '--json');
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(firstOf(out)).toMatchObject({ code: 'config.secret_missing', tier: 'confirmed' });
});

it('dump, then analyze of it, say the same as analyze --live; no value of a Secret is in the folder', async () => {
  const dump = join(folder, 'dump');
  kubernetes.cluster.faults.on('oom-killed');
  pass(60);
  expect(await run('dump', dump)).toMatchObject({ code: 0, err: '' });
  expect((await run('analyze', dump, '--json')).out).toBe((await run('analyze', '--live', '--json')).out);
  const { items } = JSON.parse(readFileSync(join(dump, 'resources.json'), 'utf8')) as {
    items: { kind: string; data?: Record<string, string> }[];
  };
  const secrets = items.filter(({ kind }) => kind === 'Secret');
  expect(secrets.length).toBeGreaterThan(0);
  for (const { data } of secrets) for (const value of Object.values(data ?? {})) expect(value).toBe('');
  expect(readdirSync(join(dump, 'logs')).length).toBeGreaterThan(0);
});

it('-n reads one namespace, and objects without any', async () => {
  const dump = join(folder, 'one-namespace');
  await run('dump', dump, '-n', 'shop');
  const { items } = JSON.parse(readFileSync(join(dump, 'resources.json'), 'utf8')) as {
    items: { kind: string; metadata: { namespace?: string } }[];
  };
  const namespaces = new Set(items.filter(({ kind }) => kind !== 'Lease').map(({ metadata }) => metadata.namespace));
  expect(namespaces).toEqual(new Set(['shop', undefined]));
});

it('without the right to some kinds it names them and goes on; without any it says that the cluster refuses', async () => {
  writeFileSync(join(folder, 'agent'), kubernetes.agentKubeconfig());
  const { code, out } = await run('analyze', '--live', '--kubeconfig', join(folder, 'agent'), '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out).gaps).toContainEqual(expect.stringMatching(/^leases: no right to list them$/));
  const role = kubernetes.store.list('ClusterRoleBinding').find(({ metadata }) => metadata.name.includes('kg-rca'));
  const found = vi.spyOn(kubernetes.store, 'list').mockImplementation(() => []);
  const refused = await run('analyze', '--live', '--kubeconfig', join(folder, 'agent'));
  found.mockRestore();
  expect(role).toBeDefined();
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/^kg-rca: the cluster refuses: .*forbidden/) });
});

it('a cluster that is not there is told in one line', async () => {
  writeFileSync(join(folder, 'nowhere'), kubernetes.kubeconfig().replace(/server: .*/, 'server: http://127.0.0.1:1'));
  const { code, err } = await run('analyze', '--live', '--kubeconfig', join(folder, 'nowhere'));
  expect(code).toBe(2);
  expect(err).toMatch(/^kg-rca: the cluster can not be reached: .*ECONNREFUSED/);
});
