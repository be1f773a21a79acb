import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KubernetesSimulator, startKubernetes } from './simulator.ts';
import { helm, type KubeVersion, kubectl } from './testing/kube-binaries.ts';

/**
 * Judges the simulator by the real kubectl. All tests share one cluster: each works on objects of its own, or reads what no
 * test changes. The cluster's durations are short, so that rollouts are quick.
 */
let simulator: KubernetesSimulator;
let folder: string;
const HURRY = 20;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  const start = Date.now();
  simulator = await startKubernetes({ seed: 5, tickEveryMs: 25, now: () => start + (Date.now() - start) * HURRY });
  writeFileSync(join(folder, 'admin'), simulator.kubeconfig());
  writeFileSync(join(folder, 'agent'), simulator.agentKubeconfig());
  await until('the shop is ready', () =>
    simulator.store.list('Deployment', 'shop').every(({ spec, status }) => status?.readyReplicas === spec.replicas),
  );
});

afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

async function until(what: string, condition: () => boolean, limitMs = 30_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not reached within ${limitMs} ms: ${what}`);
    await delay(10);
  }
}

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** The output of kubectl, called with a kubeconfig and a cache of its own. */
async function run(line: string, { as = 'admin', version = 'v34' as KubeVersion, input = '' } = {}): Promise<Ran> {
  const args = ['--kubeconfig', join(folder, as), '--cache-dir', join(folder, `cache-${version}`), ...line.split(' ')];
  const running = promisify(execFile)(kubectl(version), args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
  running.child.stdin?.end(input);
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** What kubectl prints; throws if it fails. */
async function k(line: string, options: Parameters<typeof run>[1] = {}): Promise<string> {
  const { code, stdout, stderr } = await run(line, options);
  if (code !== 0) throw new Error(`kubectl ${line} exited with ${code}: ${stderr}`);
  return stdout;
}

/** The cells of a printed table by column. */
function rows(table: string): Record<string, string>[] {
  const [head = '', ...lines] = table.trimEnd().split('\n');
  const headings = [...head.matchAll(/\S+(?: \S+)*/g)].map((match) => ({ name: match[0], at: match.index }));
  return lines.map((line) =>
    Object.fromEntries(headings.map(({ name, at }, index) => [name, line.slice(at, headings[index + 1]?.at).trim()])),
  );
}

const manifest = (name: string, more: { replicas?: number; image?: string } = {}) =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: {
      replicas: more.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [{ name: 'main', image: more.image ?? 'registry.shop.example/email:1.0.9', env: [{ name: 'MODE', value: 'a' }] }],
        },
      },
    },
  });

const deployment = (name: string) => simulator.store.get('Deployment', 'default', name);

test.each(['v34', 'v31'] as const)('%s: get shows the pods of all namespaces with their states', async (version) => {
  const pods = rows(await k('get pods -A', { version }));
  expect(Object.keys(pods[0]!)).toEqual(['NAMESPACE', 'NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE']);
  expect(pods.filter(({ NAMESPACE }) => NAMESPACE === 'shop').length).toBeGreaterThan(10);
  expect(pods.find(({ NAME }) => NAME!.startsWith('postgres-'))).toMatchObject({ READY: '1/1', STATUS: 'Running' });
});

test.each(['v34', 'v31'] as const)('%s: describe, logs, apply, scale and can-i work', async (version) => {
  const name = `smoke-${version}`;
  expect(await k('describe node kg-worker', { version })).toContain('Non-terminated Pods:');
  expect(await k('logs deploy/cart -n shop --tail=3', { version })).not.toBe('');
  expect(await k('apply -f -', { version, input: manifest(name) })).toBe(`deployment.apps/${name} created\n`);
  expect(await k(`scale deploy/${name} --replicas=0`, { version })).toBe(`deployment.apps/${name} scaled\n`);
  expect(await k('auth can-i delete nodes', { version })).toBe('yes\n');
  expect(await k(`delete deploy ${name}`, { version })).toContain('deleted');
});

test.each([
  'pods -n shop',
  'nodes',
  'deployments -n shop',
  'replicasets -n shop',
  'statefulsets -n shop',
  'daemonsets -n kube-system',
  'services -n shop',
  'endpoints -n shop',
  'endpointslices -n shop',
  'events -n shop',
  'configmaps -n shop',
  'secrets -n shop',
  'serviceaccounts -n shop',
  'pvc -n shop',
  'pv',
  'storageclasses',
  'resourcequotas -n shop',
  'limitranges -n shop',
  'hpa -n shop',
  'pdb -n shop',
  'ingresses -n shop',
  'networkpolicies -n shop',
  'cronjobs -n shop',
  'namespaces',
  'leases -n kube-system',
  'clusterroles',
  'clusterrolebindings',
  'roles -n kube-system',
  'rolebindings -n kube-system',
])('get %s prints tables, wide tables, JSON, YAML and names of the same objects', async (what) => {
  const names = (await k(`get ${what} -o name`)).trimEnd().split('\n');
  expect(names.length).toBeGreaterThan(0);
  const json = JSON.parse(await k(`get ${what} -o json`));
  expect(json.items[0]).toMatchObject({ kind: expect.any(String), apiVersion: expect.any(String), metadata: { uid: expect.any(String) } });
  expect(await k(`get ${what} -o yaml`)).toContain('apiVersion: v1\nitems:\n');
  const narrow = rows(await k(`get ${what}`));
  const wide = rows(await k(`get ${what} -o wide`));
  expect(Object.keys(wide[0]!)).toEqual(expect.arrayContaining(Object.keys(narrow[0]!).filter((name) => name !== 'MESSAGE')));
  // Events come and go; everything else is constant here.
  if (!what.startsWith('events') && !what.startsWith('pods')) expect([narrow.length, wide.length]).toEqual([names.length, names.length]);
});

test('get filters by labels and fields, sorts, and reads page by page', async () => {
  expect(rows(await k('get pods -n shop -l app=cart')).map(({ NAME }) => NAME!.slice(0, 5))).toEqual(['cart-', 'cart-']);
  expect(await k('get pods -n shop -l app=cart,app!=cart', {})).toBe('');
  expect(rows(await k('get pods -A --field-selector spec.nodeName=kg-control-plane')).length).toBeGreaterThan(3);
  const all = await k('get clusterroles --no-headers -o name');
  expect(await k('get clusterroles --no-headers -o name --chunk-size=1')).toBe(all);
  expect(await k('get services -n shop --sort-by=.metadata.name -o name')).toContain('service/cart');
});

test('get -w shows a change when it happens', async () => {
  const args = ['--kubeconfig', join(folder, 'admin'), 'get', 'configmaps', '-n', 'default', '-w', '--no-headers', '-o', 'name'];
  const watching = spawn(kubectl(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: watching.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('configmap/kube-root-ca.crt');
  await k('create configmap watched --from-literal=a=b');
  expect((await lines.next()).value).toBe('configmap/watched');
  await k('label configmap watched x=y');
  expect((await lines.next()).value).toBe('configmap/watched');
  watching.kill();
  await once(watching, 'exit');
});

test('describe shows a pod, a node, a deployment and others with their events', async () => {
  const [pod] = rows(await k('get pods -n shop -l app=cart'));
  const described = await k(`describe pod ${pod!.NAME} -n shop`);
  expect(described).toContain('Controlled By:  ReplicaSet/cart-');
  expect(described).toMatch(/Successfully assigned shop\/cart-/);
  expect(described).toMatch(/Conditions:\n {2}Type +Status\n/);
  const node = await k('describe node kg-worker');
  expect(node).toMatch(/Lease:\n {2}HolderIdentity: +kg-worker/);
  expect(node).toMatch(/Ready +True/);
  const cart = await k('describe deployment cart -n shop');
  expect(cart).toMatch(/Replicas: +2 desired \| 2 updated \| 2 total \| 2 available \| 0 unavailable/);
  expect(cart).toMatch(/NewReplicaSet: +cart-/);
  for (const what of ['svc/cart', 'sts/postgres', 'pvc/redis-data', 'quota/shop-quota', 'hpa/frontend', 'ingress/shop', 'cronjob/report'])
    expect(await k(`describe ${what} -n shop`)).toMatch(/^Name: /);
  expect(await k('describe ns shop')).toContain('Resource Quotas');
});

test('get events and events show what happened', async () => {
  const events = rows(await k('get events -n shop'));
  expect(Object.keys(events[0]!)).toEqual(['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
  expect(events.map(({ REASON }) => REASON)).toEqual(expect.arrayContaining(['Scheduled', 'Started']));
  expect(await k('events -n shop --types=Normal')).toContain('Scheduled');
});

test('logs prints the lines of a container and of its previous run, and refuses as a real cluster does', async () => {
  const [pod] = rows(await k('get pods -n shop -l app=cart'));
  expect((await k(`logs ${pod!.NAME} -n shop --tail=2`)).trimEnd().split('\n')).toHaveLength(2);
  expect(await k(`logs ${pod!.NAME} -n shop --tail=1 --timestamps`)).toMatch(/^\d{4}-\d\d-\d\dT\S+Z /);
  const previous = await run(`logs ${pod!.NAME} -n shop --previous`);
  expect(previous.stderr).toBe(`Error from server (BadRequest): previous terminated container "cart" in pod "${pod!.NAME}" not found\n`);
  expect((await run(`logs ${pod!.NAME} -n shop -c nope`)).stderr).toContain(`container nope is not valid for pod ${pod!.NAME}`);
  expect((await run('logs nope -n shop')).stderr).toBe('error: error from server (NotFound): pods "nope" not found in namespace "shop"\n');
});

test('logs -f continues with new lines', async () => {
  const [pod] = rows(await k('get pods -n shop -l app=catalog'));
  const args = ['--kubeconfig', join(folder, 'admin'), 'logs', '-f', '--tail=1', '-n', 'shop', pod!.NAME!];
  const following = spawn(kubectl(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: following.stdout })[Symbol.asyncIterator]();
  const [first, second] = [(await lines.next()).value, (await lines.next()).value];
  expect([first, second]).toEqual([expect.any(String), expect.any(String)]);
  expect(second).not.toBe(first);
  following.kill();
  await once(following, 'exit');
});

test('a fault shows the symptoms of a real cluster, and can be reverted', async () => {
  simulator.cluster.faults.on('bad-image-tag');
  const pulling = () => simulator.store.list('Event', 'shop').some(({ reason, type }) => reason === 'Failed' && type === 'Warning');
  await until('an image cannot be pulled', pulling);
  const waiting = () =>
    simulator.store.list('Pod', 'shop').find(({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ImagePullBackOff');
  // Captured at once: between two pulls the reason alternates.
  let name: string | undefined;
  await until('a pod backs off', () => {
    name = waiting()?.metadata.name;
    return name !== undefined;
  });
  expect(rows(await k('get pods -n shop')).map(({ STATUS }) => STATUS)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(ImagePullBackOff|ErrImagePull)$/)]),
  );
  expect((await run(`logs ${name} -n shop`)).stderr).toMatch(
    /is waiting to start: (trying and failing to pull image|image can't be pulled)/,
  );
  simulator.cluster.faults.off('bad-image-tag');
  await until('it is over', () => !simulator.store.find('Pod', 'shop', name!));
});

test('apply creates an object and changes it field by field: fields that it does not name can be set by others', async () => {
  expect(await k('apply -f -', { input: manifest('applied') })).toBe('deployment.apps/applied created\n');
  expect(await k('apply -f -', { input: manifest('applied') })).toBe('deployment.apps/applied unchanged\n');
  await k('set env deploy/applied OTHER=x');
  expect(await k('apply -f -', { input: manifest('applied', { image: 'registry.shop.example/ads:2.3.5' }) })).toBe(
    'deployment.apps/applied configured\n',
  );
  const [container] = deployment('applied').spec.template.spec.containers;
  expect(container).toMatchObject({ image: 'registry.shop.example/ads:2.3.5' });
  expect(container.env).toEqual([
    { name: 'MODE', value: 'a' },
    { name: 'OTHER', value: 'x' },
  ]);
  expect(deployment('applied').metadata.generation).toBe(3);
  const diff = await run('diff -f -', { input: manifest('applied', { replicas: 3 }) });
  expect(diff.code).toBe(1);
  expect(diff.stdout).toMatch(/^\+ {2}replicas: 3$/m);
  expect(await k('apply --dry-run=server -f -', { input: manifest('applied', { replicas: 9 }) })).toContain('(server dry run)');
  expect(deployment('applied').spec.replicas).toBe(1);
});

test('validation errors are reported field by field, in the words of the real server', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'imageless' }, spec: { containers: [{ name: 'main' }] } };
  expect((await run('create -f -', { input: JSON.stringify(pod) })).stderr).toBe(
    'The Pod "imageless" is invalid: spec.containers[0].image: Required value\n',
  );
  const moved = await run('patch deploy cart -n shop --type=merge -p {"spec":{"selector":{"matchLabels":{"app":"z"}}}}');
  expect(moved.stderr).toBe(
    [
      'The Deployment "cart" is invalid: ',
      '* spec.template.metadata.labels: Invalid value: {"app":"cart"}: `selector` does not match template `labels`',
      '* spec.selector: Invalid value: {"matchLabels":{"app":"z"}}: field is immutable',
      '',
    ].join('\n'),
  );
  expect((await run('create -f -', { input: JSON.stringify({ ...pod, metadata: { name: 'Loud_Name' } }) })).stderr).toMatch(
    /^The Pod "Loud_Name" is invalid: metadata\.name: Invalid value: "Loud_Name": a lowercase RFC 1123 subdomain/,
  );
});

test('apply --server-side shows who manages which field', async () => {
  expect(await k('apply --server-side -f -', { input: manifest('served') })).toBe('deployment.apps/served serverside-applied\n');
  await k('scale deploy/served --replicas=2');
  const refused = await run('apply --server-side -f -', { input: manifest('served', { replicas: 4 }) });
  expect(refused.stderr).toContain('conflict with "kubectl" using apps/v1: .spec.replicas');
  await k('apply --server-side --force-conflicts -f -', { input: manifest('served', { replicas: 4 }) });
  expect(deployment('served').spec.replicas).toBe(4);
});

test.each(['v31', 'v34'] as const)('%s: helm installs, upgrades, lists and uninstalls a chart', async (version) => {
  const chart = join(folder, `chart-${version}`);
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: sample\nversion: 0.1.0\n');
  writeFileSync(join(chart, 'values.yaml'), 'mode: a\n');
  const template = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  mode: {{ .Values.mode }}\n';
  writeFileSync(join(chart, 'templates', 'map.yaml'), template);
  const namespace = `helm-${version}`;
  const h = async (line: string) => {
    const env = { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
    const args = ['--kubeconfig', join(folder, 'admin'), '-n', namespace, ...line.split(' ')];
    return (await promisify(execFile)(helm(version), args, { encoding: 'utf8', env })).stdout;
  };
  const mode = () => simulator.store.find('ConfigMap', namespace, 'sample')?.data.mode;
  await h(`install sample ${chart} --create-namespace`);
  expect(mode()).toBe('a');
  await h(`upgrade sample ${chart} --set mode=b`);
  expect(mode()).toBe('b');
  expect(JSON.parse(await h('list -o json'))).toMatchObject([{ name: 'sample', revision: '2', status: 'deployed' }]);
  await h('uninstall sample');
  expect(mode()).toBeUndefined();
});

test('scale, set image, label, annotate and patch change what they name, and rollout status waits for it', async () => {
  await k('apply -f -', { input: manifest('changed') });
  await k('rollout status deploy/changed --timeout=50s');
  await k('scale deploy/changed --replicas=3');
  await k('set image deploy/changed main=registry.shop.example/ads:2.3.5');
  await k('label deploy changed tier=back');
  await k('annotate deploy changed example.com/by=me');
  await k('patch deploy changed --type=json -p [{"op":"add","path":"/spec/paused","value":false}]');
  await k('patch deploy changed --type=merge -p {"spec":{"minReadySeconds":0}}');
  await k('patch deploy changed -p {"spec":{"template":{"spec":{"containers":[{"name":"main","workingDir":"/srv"}]}}}}');
  expect(await k('rollout status deploy/changed --timeout=50s')).toContain('successfully rolled out');
  const changed = deployment('changed');
  expect(changed).toMatchObject({ spec: { replicas: 3 }, status: { readyReplicas: 3, observedGeneration: changed.metadata.generation } });
  expect(changed.metadata).toMatchObject({ labels: { tier: 'back' }, annotations: { 'example.com/by': 'me' } });
  expect(changed.spec.template.spec.containers[0]).toMatchObject({ image: 'registry.shop.example/ads:2.3.5', workingDir: '/srv' });
  expect(await k('rollout history deploy/changed')).toMatch(/^1 .*\n2 /m);
  await k('rollout undo deploy/changed');
  await k('rollout restart deploy/changed');
  expect(await k('rollout status deploy/changed --timeout=50s')).toContain('successfully rolled out');
});

test('delete waits until a pod is gone, by name and by label, and its owner creates another', async () => {
  await k('apply -f -', { input: manifest('deleted', { replicas: 2 }) });
  await k('wait --for=condition=Available deploy/deleted --timeout=50s');
  const pods = () => simulator.store.list('Pod', 'default').filter(({ metadata }) => metadata.labels?.app === 'deleted');
  const [first] = pods();
  expect(await k(`delete pod ${first!.metadata.name}`)).toContain('deleted');
  expect(simulator.store.find('Pod', 'default', first!.metadata.name)).toBeUndefined();
  await k('delete pods -l app=deleted --grace-period=0 --force');
  await k('wait --for=condition=Available deploy/deleted --timeout=50s');
  await k('delete deploy deleted');
  await until('its pods are collected', () => pods().length === 0);
});

test('cordon marks a node, drain evicts its pods, uncordon reverts it', async () => {
  expect(await k('cordon kg-worker2')).toBe('node/kg-worker2 cordoned\n');
  expect(rows(await k('get nodes')).find(({ NAME }) => NAME === 'kg-worker2')?.STATUS).toBe('Ready,SchedulingDisabled');
  await k('drain kg-worker2 --ignore-daemonsets --delete-emptydir-data --timeout=50s');
  const left = simulator.store.list('Pod').filter(({ spec }) => spec.nodeName === 'kg-worker2');
  expect(left.every(({ metadata }) => metadata.ownerReferences?.[0]?.kind === 'DaemonSet')).toBe(true);
  expect(await k('uncordon kg-worker2')).toBe('node/kg-worker2 uncordoned\n');
});

test('create makes objects that kubectl sends as protobuf', async () => {
  await k('create namespace made');
  await k('create configmap made -n made --from-literal=a=b');
  await k('create secret generic made -n made --from-literal=password=x');
  await k('create serviceaccount made -n made');
  await k('create deployment made -n made --image=registry.shop.example/ads:2.3.5 --port=8080 --replicas=1');
  await k('create role made -n made --verb=get --resource=pods');
  await k('create rolebinding made -n made --role=made --serviceaccount=made:made');
  expect(await k('get secret made -n made -o jsonpath={.data.password}')).toBe('eA==');
  expect(await k('auth can-i get pods -n made --as=system:serviceaccount:made:made')).toBe('yes\n');
  expect((await run('auth can-i delete pods -n made --as=system:serviceaccount:made:made')).stdout).toBe('no\n');
  const token = (await k('create token made -n made')).trim();
  expect(token).not.toBe('');
  await k('wait -n made --for=condition=Available deploy/made --timeout=50s');
  await k('delete namespace made');
  expect(simulator.store.list('Pod', 'made')).toEqual([]);
});

test('auth reports what the agent may do; other requests are refused in the words of the real server', async () => {
  const can = async (what: string) => (await run(`auth can-i ${what}`, { as: 'agent' })).stdout.trim();
  expect(await can('list pods -A')).toBe('yes');
  expect(await can('get pods --subresource=log -n shop')).toBe('yes');
  expect(await can('delete pods -n shop')).toBe('no');
  expect(await k('auth can-i --list', { as: 'agent' })).toMatch(/pods\/log .*\[get\]/);
  expect(await k('auth whoami', { as: 'agent' })).toContain('system:serviceaccount:kg-rca:kg-rca-agent');
  expect((await run('delete pod x -n shop', { as: 'agent' })).stderr).toBe(
    'Error from server (Forbidden): pods "x" is forbidden: User "system:serviceaccount:kg-rca:kg-rca-agent" cannot delete resource "pods" in API group "" in the namespace "shop"\n',
  );
});

test('version, api-resources and cluster-info work', async () => {
  expect(await k('version')).toMatch(/Server Version: v1\.\d+\.\d+/);
  expect(await k('api-resources --verbs=list -o name')).toContain('deployments.apps');
  expect(await k('api-versions')).toContain('apps/v1\n');
  expect(rows(await k('get all -n shop')).length).toBeGreaterThan(20);
  expect(await k('get --raw /readyz')).toBe('ok');
  expect((await run('get nonsense')).stderr).toContain('the server doesn\'t have a resource type "nonsense"');
});
