import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { startAgent } from '#agent/index.ts';
import { KubeClient } from '#agent/kube/client.ts';
import { LeaderElection } from '#agent/leader-election.ts';
import { jsonLog } from '#agent/log.ts';
import { TestProvider } from '#agent/testing/provider-server.ts';
import { until } from '#agent/testing/until.ts';
import { helm, type KubeVersion, kubectl } from '#simulators/kubernetes/testing/kube-binaries.ts';
import type { ControlPlane } from '../scripts/servers/kubernetes/control-plane.ts';
import { apply, freshControlPlane, node } from '../scripts/servers/kubernetes/testing.ts';
import { MATRIX } from './testing/matrix.ts';
import { API_KEY, unpackedPackage, VALUES } from './testing/package.ts';
import { run } from './testing/run.ts';

let plane: ControlPlane;
let provider: TestProvider;
let unpacked: Awaited<ReturnType<typeof unpackedPackage>>;

const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

beforeAll(async () => {
  plane = await freshControlPlane();
  provider = new TestProvider(API_KEY);
  await provider.listen();
  // The scripts refuse an address of the pod itself, and no other can be had everywhere: this way of writing it they do not know.
  unpacked = await unpackedPackage(provider.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'));
  await apply(plane, node('node-0'), ...['shop', 'bank', 'matrix'].map(namespace));
});
afterAll(async () => {
  await plane?.stop();
  await provider?.close();
  unpacked?.remove();
});

const values = (more: object): string => {
  const path = join(unpacked.dir, 'values.yaml');
  writeFileSync(path, stringify(more));
  return path;
};

/** Runs a program with Helm and kubectl of a version on its PATH, as an administrator of the control plane unless `kubeconfig` says otherwise. */
function ran(program: string, args: string[], { version = 'v34' as KubeVersion, kubeconfig = plane.kubeconfig } = {}) {
  kubectl(version);
  return run(dirname(helm(version)), unpacked.dir, '/usr/bin/env', [`KUBECONFIG=${kubeconfig}`, program, ...args]);
}
const script = (name: string, args: string[] = [], options: Parameters<typeof ran>[2] = {}) =>
  ran('sh', [join(unpacked.folder, name), ...args], options);

describe('every set of values', () => {
  it.each(MATRIX)('%s: passes the strict validation of the API server', async (_, given) => {
    const args = [
      'template',
      'kg-rca-agent',
      join(unpacked.folder, 'chart'),
      '--namespace',
      'matrix',
      '--values',
      values(given),
      '--no-hooks',
    ];
    const { stdout } = await ran('helm', args);
    const said = await plane.kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', '--filename=-'], stdout);
    expect(said).toMatch(/deployment.apps\/[a-z-]+ serverside-applied \(server dry run\)/);
  });
});

describe.each<KubeVersion>(['v31', 'v34'])('install.sh with the programs of %s', (version) => {
  it('installs, changes nothing when run again, and is in sync with what the chart renders', async () => {
    const first = await script('install.sh', [], { version });
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('The agent is running') });
    const pods = await plane.kubectl(['get', 'pods', '--namespace=kg-rca', '--no-headers']);
    expect(pods).toMatch(/^kg-rca-agent-\S+ +1\/1 +Running/);
    expect(await script('install.sh', [], { version })).toMatchObject({ code: 0 });
    const { stdout } = await ran('helm', ['get', 'manifest', 'kg-rca-agent', '--namespace', 'kg-rca'], { version });
    expect(await plane.kubectl(['diff', '--filename=-'], stdout)).toBe('');
    const verified = await script('verify.sh', [], { version });
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('OK      kg-rca-agent is ready') });
  });

  it('installs a second one beside it, and removes each', async () => {
    expect(await script('install.sh', ['--namespace', 'other', '--cluster', 'second'], { version })).toMatchObject({ code: 0 });
    expect(await script('uninstall.sh', ['--namespace', 'other'], { version })).toMatchObject({ code: 0 });
    expect((await plane.kubectl(['get', 'clusterrole', '--output=name'])).match(/kg-rca-agent/g)).toHaveLength(1);
    expect(await script('uninstall.sh', [], { version })).toMatchObject({ code: 0 });
    expect(await script('uninstall.sh', [], { version })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the agent is not installed in namespace kg-rca'),
    });
  });
});

describe('install.sh', () => {
  it('says what to do about an installation that was interrupted, and cleans up when told', async () => {
    const nowhere = join(unpacked.dir, 'nowhere.yaml');
    writeFileSync(nowhere, stringify({ nodeSelector: { pool: 'none' } }));
    const chart = ['upgrade', '--install', 'kg-rca-agent', join(unpacked.folder, 'chart'), '--namespace', 'kg-rca', '--wait'];
    const args = [...chart, '--values', join(unpacked.folder, 'acme-values.yaml'), '--values', nowhere, '--create-namespace'];
    const child = spawn(helm('v34'), args, { env: { ...process.env, KUBECONFIG: plane.kubeconfig }, stdio: 'ignore' });
    const pending = ['get', 'secret', '--namespace=kg-rca', '--selector=owner=helm,status=pending-install', '--output=name'];
    await until('helm waits', async () => (await plane.kubectl(pending).catch(() => '')) !== '');
    child.kill('SIGKILL');
    const refused = await script('install.sh');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/another installation began \d+s ago .*install.sh --recover/) });
    expect(await script('install.sh', ['--recover'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Cleaning up') });
    await script('uninstall.sh');
  });

  it("shows helm's own reason when it fails", async () => {
    await apply(plane, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kg-rca-agent-program', namespace: 'kg-rca' } });
    const { code, stderr } = await script('install.sh');
    expect(code).toBe(1);
    expect(stderr).toMatch(/helm says:\n {4}.*(invalid ownership metadata|conflict)/is);
    expect(stderr).not.toContain('No resources found');
    await plane.kubectl(['delete', 'configmap', 'kg-rca-agent-program', '--namespace=kg-rca']);
    await script('uninstall.sh');
  });

  it('tells a login that is not accepted from a cluster that cannot be reached', async () => {
    const changed = (change: (config: { clusters: { cluster: { server: string } }[]; users: { user: object }[] }) => void) => {
      const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8'));
      change(config);
      const path = join(unpacked.dir, 'kubeconfig');
      writeFileSync(path, JSON.stringify(config));
      return { kubeconfig: path };
    };
    const stranger = await script(
      'install.sh',
      [],
      changed(({ users }) => (users[0]!.user = { token: 'wrong' })),
    );
    expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('does not accept your login') });
    const nowhere = await script(
      'install.sh',
      [],
      changed(({ clusters }) => (clusters[0]!.cluster.server = 'https://127.0.0.1:1')),
    );
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/was refused[\s\S]*cannot be reached/) });
  });

  it('names what an account may not create, before it changes anything', async () => {
    await apply(plane, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'viewer', namespace: 'shop' } });
    const token = (await plane.kubectl(['create', 'token', 'viewer', '--namespace=shop'])).trim();
    const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8'));
    config.users[0].user = { token };
    const kubeconfig = join(unpacked.dir, 'viewer');
    writeFileSync(kubeconfig, JSON.stringify(config));
    const { code, stderr } = await script('install.sh', ['--namespace', 'fresh'], { kubeconfig });
    expect(code).toBe(1);
    expect(stderr).toMatch(/may not create these kinds of objects: Namespace ClusterRole ClusterRoleBinding ConfigMap Deployment/);
    await expect(plane.kubectl(['get', 'namespace', 'fresh'])).rejects.toThrow('not found');
  });

  it('says that the key of the package is not accepted', async () => {
    provider.apiKey = 'kg_live_acme_another';
    const { code, stderr } = await script('install.sh');
    provider.apiKey = API_KEY;
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/does not accept the key of this package \(401\)/) });
  });
});

describe('the agent with the account of the chart', () => {
  it.each<[string, object]>([
    ['all rights', {}],
    ['Roles in two namespaces only', { agent: { namespaces: ['shop', 'bank'] }, rbac: { clusterScoped: false } }],
    ['neither Secrets nor logs', { secrets: { enabled: false }, logs: { enabled: false } }],
  ])('and %s reads everything that it asks for, and writes its Lease', async (_, more) => {
    const given = values({ ...VALUES, ...more });
    const chart = ['upgrade', '--install', 'kg-rca-agent', join(unpacked.folder, 'chart'), '--namespace', 'kg-rca', '--create-namespace'];
    expect(await ran('helm', [...chart, '--values', given, '--wait'])).toMatchObject({ code: 0 });
    const deployment = JSON.parse(await plane.kubectl(['get', 'deployment', 'kg-rca-agent', '--namespace=kg-rca', '--output=json']));
    const [container] = deployment.spec.template.spec.containers;
    const list = (name: string): string[] =>
      container.env
        .find((one: { name: string }) => one.name === name)
        ?.value.split(',')
        .filter((item: string) => item !== 'none') ?? [];
    const token = (await plane.kubectl(['create', 'token', 'kg-rca-agent', '--namespace=kg-rca'])).trim();
    const agent = await startAgent({
      endpoint: provider.url,
      apiKey: API_KEY,
      cluster: 'prod',
      kube: { server: plane.server, token, caData: readFileSync(plane.caFile).toString('base64') },
      bufferDir: join(unpacked.dir, `buffer-${token.length}-${Object.keys(more).join()}`),
      commands: container.args,
      namespaces: list('KG_NAMESPACES'),
      skipKinds: list('KG_SKIP_KINDS'),
      customGroups: list('KG_CUSTOM_GROUPS'),
    });
    await until('the first picture', () => agent.status().ready);
    const [leaseNamespace = '', lease = ''] = list('KG_LEASE').join().split('/');
    const lines: string[] = [];
    const election = new LeaderElection({
      client: new KubeClient({ server: plane.server, token: () => token, ca: readFileSync(plane.caFile, 'utf8') }),
      lease: { namespace: leaseNamespace, name: lease },
      identity: 'the-agent',
      log: jsonLog('warn', (line) => lines.push(line)),
    });
    const stop = new AbortController();
    await election.acquire(stop.signal);
    const holder = ['get', 'lease', lease, `--namespace=${leaseNamespace}`, '--output=jsonpath={.spec.holderIdentity}'];
    expect(await plane.kubectl(holder)).toBe('the-agent');
    await election.release();
    expect([await plane.kubectl(holder), lines]).toEqual(['', []]);
    const { forbiddenKinds, components, objects } = agent.status();
    await agent.stop();
    expect(forbiddenKinds).toEqual([]);
    expect(components.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(objects.ConfigMap).toBeGreaterThan(0);
    expect('Node' in objects).toBe(!('rbac' in more));
  });
});
