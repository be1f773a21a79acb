import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { API_KEY, unpackedPackage } from './testing/package.ts';
import { type Ran, run } from './testing/run.ts';

let unpacked: Awaited<ReturnType<typeof unpackedPackage>>;
/** Comes first on the PATH: what the scripts would do to a cluster is written down there. */
let fakes: string;
beforeAll(async () => {
  unpacked = await unpackedPackage();
});
afterAll(() => unpacked.remove());
beforeEach(() => {
  fakes = join(unpacked.dir, 'fakes');
  mkdirSync(fakes);
});
afterEach(() => rmSync(fakes, { recursive: true }));

const script = (name: string, ...args: string[]): Promise<Ran> => run(fakes, unpacked.dir, 'sh', [join(unpacked.folder, name), ...args]);
const withHelm = (...args: string[]) => run(dirname(helm('v34')), unpacked.dir, 'sh', [join(unpacked.folder, 'install.sh'), ...args]);

/** Puts a program on the PATH that writes its calls down and then runs `body`, a shell script that sees the call as $*. */
function fake(program: string, body: string): void {
  writeFileSync(join(fakes, program), `#!/bin/sh\necho "${program} $*" >> "${fakes}/calls"\n${body}\n`);
  chmodSync(join(fakes, program), 0o755);
}
const calls = () => readFileSync(join(fakes, 'calls'), 'utf8').trim().split('\n');
const changes = () => calls().filter((call) => /^helm (upgrade|uninstall)|^kubectl .*\bdelete\b/.test(call));

/** What helm answers, unless a test says otherwise. */
const HELM = 'case "$1" in template) printf "kind: Deployment\\n- name: KG_ENDPOINT\\n  value: \\"https://rca.example.com\\"\\n";; esac';
/** kubectl of a cluster in which nothing is installed and everything is allowed. */
const KUBECTL = 'case "$*" in *"get namespace"*) exit 1;; esac';
beforeEach(() => {
  fake('helm', HELM);
  fake('kubectl', KUBECTL);
  fake('curl', 'echo 200');
});

describe('install.sh', () => {
  it('with --dry-run shows what would be installed, without the key and without a cluster', async () => {
    const { code, stdout, stderr } = await withHelm('--dry-run', '--namespace', 'mine', '--cluster', 'other');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain(API_KEY);
    expect(stdout.length).toBeLessThan(50_000);
    const manifests = parseAllDocuments(stdout).map((document) => document.toJSON());
    const deployment = manifests.find((manifest) => manifest?.kind === 'Deployment');
    expect(deployment.metadata.namespace).toBe('mine');
    expect(deployment.spec.template.spec.containers[0].env).toContainEqual({ name: 'KG_CLUSTER', value: 'other' });
  });

  it('with a bad cluster name fails with the reason', async () => {
    const { code, stderr } = await withHelm('--dry-run', '--cluster', 'Prod_1');
    expect(code).toBe(1);
    expect(stderr).toContain('clusterName "Prod_1" does not work');
  });

  it.each([
    [['--loud'], 'unknown argument: --loud'],
    [['--context'], '--context needs a value'],
    [['--values', '/nowhere.yaml'], 'there is no file /nowhere.yaml'],
  ])('called with %j says what is wrong', async (args, message) => {
    expect(await script('install.sh', ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  });

  it('says which program is missing', async () => {
    const empty = join(fakes, 'path');
    mkdirSync(empty);
    for (const tool of ['sh', 'dirname', 'cat']) symlinkSync(`/bin/${tool}`, join(empty, tool));
    const without = await run('', unpacked.dir, '/usr/bin/env', ['-i', `PATH=${empty}`, 'sh', join(unpacked.folder, 'install.sh')]);
    expect(without.code).toBe(1);
    expect(without.stderr).toMatch(/helm \(.*\) and kubectl \(.*\) must be on the PATH/);
  });

  it('hands helm the values, the context and the namespace, and waits', async () => {
    const args = ['--context', 'my ctx', '--namespace', 'mine', '--cluster', 'other'];
    expect(await script('install.sh', ...args)).toMatchObject({ code: 0, stdout: expect.stringContaining('The agent is running') });
    const { folder } = unpacked;
    expect(changes()).toEqual([
      `helm upgrade --install kg-rca-agent ${folder}/chart --namespace mine --values ${folder}/acme-values.yaml --set-string clusterName=other --kube-context my ctx --create-namespace --wait --timeout 3m`,
    ]);
    expect(calls().filter((call) => call.startsWith('kubectl') && !call.startsWith('kubectl --context my ctx'))).toEqual([]);
  });

  it.each([
    ['installs', '', 0],
    ['fails', 'Error from server (Forbidden): clusterroles.rbac.authorization.k8s.io is forbidden', 1],
  ])('whose namespace does not exist yet %s, depending on what the API server says of the other objects: %j', async (_, refusal, code) => {
    const missing = 'Error from server (NotFound): error when creating "STDIN": namespaces "kg-rca" not found';
    fake('kubectl', `${KUBECTL}\ncase "$*" in *"apply --dry-run=server"*) printf '%s\n' '${missing}' '${refusal}' >&2; exit 1;; esac`);
    expect(await script('install.sh')).toMatchObject({ code, stderr: refusal ? expect.stringContaining(refusal) : '' });
  });

  it('fails where the API server refuses without a reason', async () => {
    fake('kubectl', `${KUBECTL}\ncase "$*" in *"apply --dry-run=server"*) exit 1;; esac`);
    expect(await script('install.sh')).toMatchObject({ code: 1, stderr: expect.stringContaining('does not accept the objects') });
  });

  it.each([
    [2_001, true],
    [2_000, false],
  ])('of %i further pods %s', async (pods, isSplit) => {
    fake('kubectl', `${KUBECTL}\ncase "$*" in *pods?limit=1*) echo '{"metadata":{"remainingItemCount":${pods}}}';; esac`);
    await script('install.sh');
    expect(changes()[0]?.includes('--set agent.topology=split')).toBe(isSplit);
  });

  it("takes the topology of the client's own values, however large the cluster is", async () => {
    fake('kubectl', `${KUBECTL}\ncase "$*" in *pods?limit=1*) echo '{"metadata":{"remainingItemCount":9000}}';; esac`);
    const own = join(fakes, 'own.yaml');
    writeFileSync(own, 'agent:\n  topology: single\n');
    await script('install.sh', '--values', own);
    expect(changes()[0]).toContain(`--values ${own}`);
    expect(changes()[0]).not.toContain('topology');
  });

  it.each<[string, string, string, string, string]>([
    [
      'an address of the pod itself',
      'helm',
      HELM.replace('https://rca.example.com', 'http://localhost:3000'),
      'that is each pod itself',
      '',
    ],
    ['a context that is not there', 'kubectl', 'echo "error: context \\"x\\" does not exist" >&2; exit 1', 'has no context', ''],
    [
      'a login that is not accepted',
      'kubectl',
      'echo "error: You must be logged in to the server" >&2; exit 1',
      'not accept your login',
      '',
    ],
    ['a login plugin that is missing', 'kubectl', 'echo "exec: executable aws not found" >&2; exit 1', 'not accept your login', ''],
    ['a certificate that is not trusted', 'kubectl', 'echo "x509: unknown authority" >&2; exit 1', 'certificate is not trusted', 'x509'],
    ['no answer', 'kubectl', 'echo "dial tcp 10.0.0.1:443: i/o timeout" >&2; exit 1', 'cannot be reached. Check it with', 'i/o timeout'],
    [
      'a kind that may not be created',
      'kubectl',
      `${KUBECTL}\ncase "$*" in *"can-i create Deployment"*) exit 1;; esac`,
      'may not create these kinds of objects: Deployment',
      '',
    ],
    [
      'rights that the account may not grant',
      'kubectl',
      `case "$*" in *dry-run=server*) echo 'clusterroles "a" is forbidden: attempting to grant RBAC permissions not currently held' >&2; exit 1;; esac`,
      'may not grant these rights',
      'forbidden',
    ],
    [
      'objects that the cluster refuses',
      'kubectl',
      `case "$*" in *dry-run=server*) echo 'admission webhook "policy" denied the request: no' >&2; exit 1;; esac`,
      'does not accept the objects of the chart',
      'webhook "policy" denied',
    ],
    ['a key that is not accepted', 'curl', 'echo 401', 'does not accept the key of this package (401)', ''],
    [
      'an installation at work',
      'kubectl',
      `${KUBECTL}\ncase "$*" in *"get secret"*) echo "sh.helm.release.v1.kg-rca-agent.v1 helm.sh/release.v1 1 42s";; esac`,
      'another installation began 42s ago',
      '',
    ],
  ])('before it changes anything tells of %s', async (_, program, body, message, reason) => {
    fake(program, body);
    const { code, stderr } = await script('install.sh');
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain(reason);
    expect(changes()).toEqual([]);
  });

  it.each(['6m', '2h', '3d4h'])('cleans up by itself after an installation that was interrupted %s ago', async (age) => {
    fake(
      'kubectl',
      `${KUBECTL}\ncase "$*" in *"get secret"*) echo "sh.helm.release.v1.kg-rca-agent.v1 helm.sh/release.v1 1 ${age}";; esac`,
    );
    expect(await script('install.sh')).toMatchObject({ code: 0 });
    expect(changes()[0]).toBe('kubectl delete secret --namespace kg-rca sh.helm.release.v1.kg-rca-agent.v1');
  });

  it('goes on where KG RCA cannot be reached from this machine, and says so', async () => {
    fake('curl', 'printf 000; exit 7');
    const { code, stdout } = await script('install.sh');
    expect(code).toBe(0);
    expect(stdout).toContain('https://rca.example.com cannot be reached from this machine');
  });

  it("when helm fails shows helm's reason last, and pods and logs only where there are some", async () => {
    fake('helm', `${HELM}\ncase "$1" in upgrade) echo 'Error: cannot re-use a name' >&2; exit 1;; esac`);
    const without = await script('install.sh');
    expect(without.code).toBe(1);
    expect(without.stderr).toBe(
      '\nhelm says:\n    Error: cannot re-use a name\ninstall.sh: the installation failed. README.md lists common reasons. It is safe to run this again\n',
    );
    fake('kubectl', `${KUBECTL}\ncase "$*" in *"get pods"*) echo 'agent-1 CrashLoopBackOff';; *logs*) echo 'answered 401';; esac`);
    expect((await script('install.sh')).stderr).toMatch(/agent-1 CrashLoopBackOff\n {4}answered 401\n\nhelm says:/);
  });

  it('never puts the key on a command line', async () => {
    await script('install.sh');
    expect(calls().join('\n')).not.toContain(API_KEY);
  });
});

describe('verify.sh', () => {
  const cluster = (ready: string) =>
    fake(
      'kubectl',
      `case "$*" in
        *"get deployments"*) echo deployment.apps/kg-rca-agent;;
        *readyReplicas*) echo 1;;
        *"get pods"*) echo pod/kg-rca-agent-1;;
        *readyz*) echo '${ready}';;
      esac`,
    );

  it('says that all is well', async () => {
    cluster('{"ready":true,"components":[{"name":"health","status":"ok"}]}');
    expect(await script('verify.sh')).toMatchObject({ code: 0, stdout: expect.stringContaining('All is well.') });
  });

  it('names the part that fails, and why', async () => {
    const failing = { name: 'health', status: 'failing', message: 'the key is revoked' };
    cluster(JSON.stringify({ ready: false, components: [{ name: 'state-watcher', status: 'ok' }, failing] }));
    expect(await script('verify.sh')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('NOT OK  health is failing: the key is revoked'),
    });
  });

  it('says that nothing is installed', async () => {
    expect(await script('verify.sh', '--namespace', 'mine')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the agent is not installed in namespace mine'),
    });
  });
});

describe('uninstall.sh', () => {
  it('removes the release and waits', async () => {
    expect(await script('uninstall.sh', '--namespace', 'mine')).toMatchObject({ code: 0 });
    expect(changes()).toEqual(['helm uninstall kg-rca-agent --namespace mine --wait']);
  });

  it('says that nothing is installed', async () => {
    fake('helm', 'echo "Error: uninstall: Release not loaded: kg-rca-agent: release: not found" >&2; exit 1');
    expect(await script('uninstall.sh')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not installed in namespace kg-rca'),
    });
  });
});

it('the scripts are clean for shellcheck, where it is installed', async () => {
  const found = await run('', unpacked.dir, 'sh', ['-c', 'command -v shellcheck']);
  if (found.code !== 0) return;
  const scripts = ['common.sh', 'install.sh', 'verify.sh', 'uninstall.sh'];
  const { code, stdout } = await run('', unpacked.folder, 'shellcheck', ['-x', ...scripts.map((name) => join(unpacked.folder, name))]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});
