import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { type KubernetesSimulator, startKubernetes } from '#simulators/kubernetes/index.ts';
import { runForTest } from './testing.ts';

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

const run = (...args: string[]) => runForTest(args, { env: { KUBECONFIG: kubeconfig }, now: clock });

const firstOf = (out: string) => JSON.parse(out).causes[0];

it('analyze --live finds the fault of a cluster from the objects, events and logs that it reads itself', async () => {
  const { code, out, err } = await run('analyze', '--live', '--json');
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(firstOf(out)).toMatchObject({ code: 'config.secret_missing', tier: 'confirmed' });
});

it('analyze gives the same answer for a dump as with --live, and no value of a Secret is in the dump', async () => {
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

it('-n reads one namespace, and objects without a namespace', async () => {
  const dump = join(folder, 'one-namespace');
  await run('dump', dump, '-n', 'shop');
  const { items } = JSON.parse(readFileSync(join(dump, 'resources.json'), 'utf8')) as {
    items: { kind: string; metadata: { namespace?: string } }[];
  };
  const namespaces = new Set(items.filter(({ kind }) => kind !== 'Lease').map(({ metadata }) => metadata.namespace));
  expect(namespaces).toEqual(new Set(['shop', undefined]));
});

it('-n with a namespace that is not there says so, instead of that nothing is wrong', async () => {
  const { code, out, err } = await run('analyze', '--live', '-n', 'nosuchns');
  expect({ code, out, err }).toEqual({
    code: 2,
    out: '',
    err: 'kg-rca: there is no namespace nosuchns in the cluster; check --namespace\n',
  });
});

it('logs in with the command of the kubeconfig, and says so', async () => {
  const { users, ...rest } = parse(kubernetes.kubeconfig()) as { users: { name: string; user: { token: string } }[] };
  const status = { token: users[0]!.user.token };
  const printed = JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status });
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'printf', args: ['%s', printed] };
  writeFileSync(join(folder, 'login'), stringify({ ...rest, users: [{ name: users[0]!.name, user: { exec } }] }));
  const { code, err } = await run('analyze', '--live', '--kubeconfig', join(folder, 'login'));
  expect(code).toBe(1);
  expect(err).toMatch(/^kg-rca: logging in with the command of the kubeconfig: printf %s /);
});

it('without permission for some kinds it names them and continues; without any permission it says that the cluster refused', async () => {
  writeFileSync(join(folder, 'agent'), kubernetes.agentKubeconfig());
  const { code, out } = await run('analyze', '--live', '--kubeconfig', join(folder, 'agent'), '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out).gaps).toContainEqual(expect.stringMatching(/^leases: no permission to list them$/));
  const role = kubernetes.store.list('ClusterRoleBinding').find(({ metadata }) => metadata.name.includes('kg-rca'));
  const found = vi.spyOn(kubernetes.store, 'list').mockImplementation(() => []);
  const refused = await run('analyze', '--live', '--kubeconfig', join(folder, 'agent'));
  found.mockRestore();
  expect(role).toBeDefined();
  expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/^kg-rca: the cluster refused the request: .*forbidden/) });
});

it('skips what the cluster does not serve, such as the Gateway API, without a word', async () => {
  const { out } = await run('analyze', '--live', '--json');
  expect(kubernetes.store.list('Pod')).not.toEqual([]);
  expect(JSON.parse(out).gaps).toEqual([]);
});

it('reports a cluster that cannot be reached in one line', async () => {
  writeFileSync(join(folder, 'nowhere'), kubernetes.kubeconfig().replace(/server: .*/, 'server: http://127.0.0.1:1'));
  const { code, err } = await run('analyze', '--live', '--kubeconfig', join(folder, 'nowhere'));
  expect(code).toBe(2);
  expect(err).toMatch(/^kg-rca: cannot reach the cluster: .*ECONNREFUSED/);
});
