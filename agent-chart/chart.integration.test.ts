import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { buildAgentPackage } from '#lib/agent-package/index.ts';
import { CUSTOM_GROUPS, customKindsOf } from '#lib/kubernetes/custom-kinds.ts';
import { EVENT_KIND, groupOf, STATE_KINDS } from '#lib/kubernetes/kinds.ts';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { run } from './testing/run.ts';

const ROOT = join(import.meta.dirname, '..');
const API_KEY = 'kg_live_acme_0123456789abcdef0123456789abcdef';
const VALUES = { endpoint: 'https://rca.example.com', clusterName: 'prod-eu-1', apiKey: API_KEY };

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as they come
type Manifest = Record<string, any>;

let dir: string;
let folder: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kg-chart-'));
  folder = join(dir, 'acme');
  const zip = await buildAgentPackage({ ...VALUES, tenantId: 'acme', version: '1.2.3', root: ROOT });
  for (const [path, content] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let files = 0;
function valuesFile(values: object): string {
  const path = join(dir, `values-${files++}.yaml`);
  writeFileSync(path, stringify(values));
  return path;
}

describe.each([
  { name: 'helm 3', version: 'v31' },
  { name: 'helm 4', version: 'v34' },
] as const)('the chart with $name', ({ name, version }) => {
  const bin = dirname(helm(version));

  const template = (values: object, release = 'kg-rca-agent') =>
    run(bin, dir, 'helm', ['template', release, join(folder, 'chart'), '--namespace', 'kg-rca', '--values', valuesFile(values)]);

  async function render(values: object, release?: string): Promise<Manifest[]> {
    const { code, stdout, stderr } = await template(values, release);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return parseAllDocuments(stdout)
      .map((document) => document.toJSON() as Manifest | null)
      .filter((manifest) => manifest !== null);
  }

  const of = (manifests: Manifest[], kind: string) => manifests.filter((manifest) => manifest.kind === kind);
  const namespacesOf = (manifests: Manifest[]) => manifests.map(({ metadata }) => metadata.namespace as string);
  /** What is granted beyond the agent's own namespace, where it only has its Lease: `group/resource` of every rule, with its verbs. */
  function rights(manifests: Manifest[], kind: string): Map<string, string> {
    const roles = of(manifests, kind).filter(({ metadata }) => metadata.namespace !== 'kg-rca');
    const rules = roles.flatMap(({ rules }) => rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[]);
    return new Map(
      rules.flatMap(({ apiGroups, resources, verbs }) => resources.map((resource) => [`${apiGroups.join()}/${resource}`, verbs.join()])),
    );
  }
  const namesOf = (kinds: readonly { apiVersion: string; resource: string }[]) =>
    kinds.map(({ apiVersion, resource }) => `${groupOf({ apiVersion })}/${resource}`);
  /** `group/resource` of every kind of custom resources in the table: all of them, or those outside of namespaces. */
  const customNames = (onlyClusterWide = false) =>
    CUSTOM_GROUPS.flatMap((group) =>
      (customKindsOf(group) ?? [])
        .filter(({ isClusterWide }) => isClusterWide || !onlyClusterWide)
        .map(({ resource }) => `${group}/${resource}`),
    );
  const CLUSTER_WIDE = [...STATE_KINDS.filter(({ onlyNamespace }) => !onlyNamespace), EVENT_KIND];

  it(`is ${name} indeed`, async () => {
    const { stdout } = await run(bin, dir, 'helm', ['version', '--template', '{{.Version}}']);
    expect(stdout).toMatch(new RegExp(`^v${name.at(-1)}\\.`));
  });

  it('lints without a warning', async () => {
    const { code, stdout } = await run(bin, dir, 'helm', ['lint', '--strict', join(folder, 'chart'), '--values', valuesFile(VALUES)]);
    expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
    expect(code).toBe(0);
  });

  it('grants reading of exactly the kinds that the agent watches, custom resources of the table, logs, and leases in kube-system alone', async () => {
    const manifests = await render(VALUES);
    const cluster = rights(manifests, 'ClusterRole');
    expect(cluster.get('/pods/log')).toBe('get');
    cluster.delete('/pods/log');
    expect([...cluster.keys()].sort()).toEqual([...namesOf(CLUSTER_WIDE), ...customNames()].sort());
    expect(new Set(cluster.values())).toEqual(new Set(['get,list,watch']));
    expect(rights(manifests, 'Role')).toEqual(new Map([['coordination.k8s.io/leases', 'get,list,watch']]));
    expect(namespacesOf(of(manifests, 'Role'))).toEqual(['kg-rca', 'kube-system']);
    for (const binding of [...of(manifests, 'ClusterRoleBinding'), ...of(manifests, 'RoleBinding')]) {
      expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'kg-rca-agent', namespace: 'kg-rca' }]);
    }
  });

  it.each([
    ['single', ['kg-rca-agent']],
    ['split', ['event-exporter', 'health', 'state-watcher']],
  ])('in topology %s lets the agent write its own Leases and nothing else', async (topology, names) => {
    const manifests = await render({ ...VALUES, replicas: 2, agent: { topology } });
    const rules = [...of(manifests, 'ClusterRole'), ...of(manifests, 'Role')].flatMap((role) => role.rules);
    expect(rules.filter(({ verbs }) => verbs.some((verb: string) => !['get', 'list', 'watch'].includes(verb)))).toEqual([
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: names, verbs: ['get', 'update'] },
    ]);
    const environment = of(manifests, 'Deployment').flatMap(({ spec }) => spec.template.spec.containers[0].env);
    const leases = environment.filter((one: { name: string }) => one.name === 'KG_LEASE').map(({ value }: { value: string }) => value);
    expect(leases.sort()).toEqual(names.map((name) => `kg-rca/${name}`));
    expect(of(manifests, 'Deployment').map(({ spec }) => [spec.replicas, spec.strategy.type])).toEqual(
      names.map(() => [2, 'RollingUpdate']),
    );
  });

  it('without secrets and logs takes the right to read them away, and the agent does not try', async () => {
    const manifests = await render({ ...VALUES, secrets: { enabled: false }, logs: { enabled: false } });
    const cluster = rights(manifests, 'ClusterRole');
    expect([...cluster.keys()]).not.toContain('/secrets');
    expect([...cluster.keys()]).not.toContain('/pods/log');
    const container = of(manifests, 'Deployment')[0]!.spec.template.spec.containers[0];
    expect(container.args).toEqual(['state-watcher', 'event-exporter', 'health']);
    expect(container.env).toContainEqual({ name: 'KG_SKIP_KINDS', value: 'Secret' });
  });

  it.each([...STATE_KINDS, EVENT_KIND].map(({ kind }) => kind))(
    'without the kind %s takes the right to it away, and the agent does not try',
    async (kind) => {
      const all = await render(VALUES);
      const without = await render({ ...VALUES, kinds: { skip: [kind] } });
      const rightsIn = (manifests: Manifest[]) => [...rights(manifests, 'ClusterRole').keys(), ...rights(manifests, 'Role').keys()];
      const [gone] = namesOf([...STATE_KINDS, EVENT_KIND].filter((one) => one.kind === kind));
      expect(rightsIn(without).sort()).toEqual(
        rightsIn(all)
          .filter((right) => right !== gone)
          .sort(),
      );
      const container = of(without, 'Deployment')[0]!.spec.template.spec.containers[0];
      expect(container.env).toContainEqual({ name: 'KG_SKIP_KINDS', value: kind });
    },
  );

  it('allows by default the custom resources of the groups in the table', async () => {
    const container = of(await render(VALUES), 'Deployment')[0]!.spec.template.spec.containers[0];
    expect(container.env).toContainEqual({ name: 'KG_CUSTOM_GROUPS', value: CUSTOM_GROUPS.join(',') });
  });

  it.each([
    [[], 'none', []],
    [['keda.sh'], 'keda.sh', (customKindsOf('keda.sh') ?? []).map(({ resource }) => `keda.sh/${resource}`)],
    [['widgets.example.com'], 'widgets.example.com', ['widgets.example.com/*']],
  ])('with the groups %j of custom resources grants and reads those alone', async (groups, value, expected) => {
    const manifests = await render({ ...VALUES, customResources: { groups } });
    const container = of(manifests, 'Deployment')[0]!.spec.template.spec.containers[0];
    expect(container.env).toContainEqual({ name: 'KG_CUSTOM_GROUPS', value });
    const builtIn = new Set([...namesOf(CLUSTER_WIDE), '/pods/log']);
    const granted = [...rights(manifests, 'ClusterRole').keys()].filter((right) => !builtIn.has(right));
    expect(granted.sort()).toEqual(expected.sort());
  });

  it('for some namespaces grants a group that the table does not have in those alone', async () => {
    const values = { ...VALUES, agent: { namespaces: ['shop'] }, customResources: { groups: ['widgets.example.com'] } };
    const manifests = await render(values);
    expect([...rights(manifests, 'ClusterRole').keys()]).not.toContain('widgets.example.com/*');
    expect([...rights(manifests, 'Role').keys()]).toContain('widgets.example.com/*');
  });

  it('refuses to skip a kind that it does not know', async () => {
    const { code, stderr } = await template({ ...VALUES, kinds: { skip: ['Pods'] } });
    expect(code).not.toBe(0);
    expect(stderr).toContain('kinds.skip: Pods is no kind that the agent reads; it reads Namespace Node');
  });

  it('for some namespaces grants reading in those alone', async () => {
    const manifests = await render({ ...VALUES, agent: { namespaces: ['shop', 'bank'] } });
    const withoutNamespace = STATE_KINDS.filter(({ namespaced }) => !namespaced);
    expect([...rights(manifests, 'ClusterRole').keys()].sort()).toEqual([...namesOf(withoutNamespace), ...customNames(true)].sort());
    for (const kind of ['Role', 'RoleBinding'])
      expect(namespacesOf(of(manifests, kind))).toEqual(['shop', 'bank', 'kg-rca', 'kube-system']);
    const container = of(manifests, 'Deployment')[0]!.spec.template.spec.containers[0];
    expect(container.env).toContainEqual({ name: 'KG_NAMESPACES', value: 'shop,bank' });
  });

  it.each([
    ['single', ['kg-rca-agent'], [['state-watcher', 'event-exporter', 'log-collector', 'health']]],
    ['split', ['event-exporter', 'health', 'state-watcher'], [['event-exporter', 'log-collector'], ['health'], ['state-watcher']]],
  ])('in topology %s runs each command once, without root and with a read-only file system', async (topology, names, commands) => {
    const manifests = await render({ ...VALUES, agent: { topology } });
    const deployments = of(manifests, 'Deployment').sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual(names);
    expect(deployments.map(({ spec }) => spec.template.spec.containers[0].args)).toEqual(commands);
    for (const { spec } of deployments) {
      const podSpec = spec.template.spec;
      expect(podSpec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } });
      expect(podSpec).not.toHaveProperty('hostNetwork');
      const [container, ...others] = podSpec.containers;
      expect(others).toEqual([]);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.image).toBe('node:24-slim');
      expect(container.resources.limits.memory).toBe('512Mi');
      expect(container.readinessProbe.httpGet.path).toBe('/readyz');
      const labels = spec.template.metadata.labels;
      for (const [label, value] of Object.entries(spec.selector.matchLabels)) expect(labels[label]).toBe(value);
      expect(podSpec.volumes.filter((volume: Manifest) => volume.hostPath)).toEqual([]);
      expect(spec.strategy.type).toBe('Recreate');
    }
  });

  it('ships the program in a ConfigMap that kubectl apply and Argo CD can keep in an annotation, and starts it from there', async () => {
    const manifests = await render(VALUES);
    const [program] = of(manifests, 'ConfigMap');
    expect(JSON.stringify(program).length).toBeLessThan(256 * 1024);
    const podSpec = of(manifests, 'Deployment')[0]!.spec.template.spec;
    expect(podSpec.containers[0].command.at(-1)).toBe('/opt/kg/start.mjs');
    expect(podSpec.volumes).toContainEqual({ name: 'program', configMap: { name: program!.metadata.name } });
    const mounted = join(dir, `mounted-${version}`);
    mkdirSync(join(mounted, 'buffer'), { recursive: true });
    writeFileSync(join(mounted, 'start.mjs'), program!.data['start.mjs']);
    writeFileSync(join(mounted, 'kg-agent.mjs.br'), Buffer.from(program!.binaryData['kg-agent.mjs.br'], 'base64'));
    const env = [`KG_BUFFER_DIR=${join(mounted, 'buffer')}`, process.execPath, join(mounted, 'start.mjs'), '--version'];
    expect(await run('', dir, '/usr/bin/env', env)).toMatchObject({ code: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it('holds the API key in one Secret and nowhere else', async () => {
    const manifests = await render(VALUES);
    const holding = manifests.filter((manifest) => JSON.stringify(manifest).includes(API_KEY));
    expect(holding.map(({ kind }) => kind)).toEqual(['Secret']);
    const env = of(manifests, 'Deployment')[0]!.spec.template.spec.containers[0].env as Manifest[];
    expect(env.find(({ name }) => name === 'KG_API_KEY')?.valueFrom.secretKeyRef).toEqual({ name: 'kg-rca-agent', key: 'api-key' });
  });

  it('sends to Kafka where the package says so: the password in the Secret, the brokers let through', async () => {
    const kafka = { brokers: 'kafka-1.example.com:9094,kafka-2.example.com:9095', username: 'acme', password: 'pass of acme', ca: 'PEM' };
    const manifests = await render({ ...VALUES, kafka });
    expect(manifests.filter((manifest) => JSON.stringify(manifest).includes(kafka.password)).map(({ kind }) => kind)).toEqual(['Secret']);
    const { env } = of(manifests, 'Deployment')[0]!.spec.template.spec.containers[0];
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'KG_KAFKA_BROKERS', value: kafka.brokers },
        { name: 'KG_KAFKA_USERNAME', value: 'acme' },
        { name: 'KG_KAFKA_PASSWORD', valueFrom: { secretKeyRef: { name: 'kg-rca-agent', key: 'kafka-password' } } },
        { name: 'KG_KAFKA_CA', value: 'PEM' },
      ]),
    );
    const ports = of(manifests, 'NetworkPolicy')[0]!.spec.egress.flatMap((rule: Manifest) => rule.ports.map(({ port }: Manifest) => port));
    expect(ports).toEqual(expect.arrayContaining([9094, 9095]));
  });

  it('takes the key from an existing Secret, an image that holds the program, a volume claim and more variables', async () => {
    const manifests = await render(
      {
        ...VALUES,
        apiKey: '',
        existingSecret: 'mine',
        agent: { bundled: false },
        image: { repository: 'registry.example.com/kg', tag: '1', pullSecrets: ['pull'] },
        buffer: { sizeMiB: 1024, persistence: { enabled: true, storageClass: 'fast' } },
        extraEnv: [{ name: 'NODE_USE_ENV_PROXY', value: '1' }],
        nodeSelector: { disk: 'ssd' },
        tolerations: [{ operator: 'Exists' }],
        podLabels: { team: 'ops' },
      },
      'other',
    );
    expect(of(manifests, 'Secret')).toEqual([]);
    expect(of(manifests, 'ConfigMap')).toEqual([]);
    const podSpec = of(manifests, 'Deployment')[0]!.spec.template.spec;
    const [container] = podSpec.containers;
    expect(container.image).toBe('registry.example.com/kg:1');
    expect(container.env).toContainEqual({ name: 'KG_API_KEY', valueFrom: { secretKeyRef: { name: 'mine', key: 'api-key' } } });
    expect(container.env).toContainEqual({ name: 'KG_BUFFER_MAX_BYTES', value: '1073741824' });
    expect(container.env).toContainEqual({ name: 'NODE_USE_ENV_PROXY', value: '1' });
    expect(podSpec).toMatchObject({
      imagePullSecrets: [{ name: 'pull' }],
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ operator: 'Exists' }],
    });
    expect(podSpec.volumes).toEqual([{ name: 'buffer', persistentVolumeClaim: { claimName: 'other-kg-rca-agent' } }]);
    expect(of(manifests, 'PersistentVolumeClaim')[0]).toMatchObject({
      metadata: { name: 'other-kg-rca-agent' },
      spec: { storageClassName: 'fast' },
    });
  });

  it.each([
    ['https://rca.example.com', [443, 6443]],
    ['http://rca.example.com', [443, 6443, 80]],
    ['https://rca.example.com:8443/kg', [443, 6443, 8443]],
    ['http://[fd00::1]:3000', [443, 6443, 3000]],
  ])('lets the agent out to DNS, the API server and %s only, and in to the health port only', async (endpoint, ports) => {
    const [policy] = of(await render({ ...VALUES, endpoint }), 'NetworkPolicy');
    expect(policy!.spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect(policy!.spec.ingress).toEqual([{ ports: [{ port: 8080, protocol: 'TCP' }] }]);
    expect(policy!.spec.egress).toEqual([
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      { ports: ports.map((port) => ({ port, protocol: 'TCP' })) },
    ]);
  });

  it('makes no object of a kind that is not expected', async () => {
    const kinds = new Set((await render({ ...VALUES, agent: { topology: 'split' } })).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(
      [
        'ServiceAccount',
        'ClusterRole',
        'ClusterRoleBinding',
        'Role',
        'RoleBinding',
        'Secret',
        'ConfigMap',
        'Deployment',
        'NetworkPolicy',
        'Pod',
      ].sort(),
    );
  });

  it.each<[string, object, RegExp]>([
    ['no endpoint', { endpoint: '' }, /endpoint is missing: set it to the address of KG RCA/],
    ['an endpoint without a scheme', { endpoint: 'rca.example.com' }, /endpoint "rca.example.com" is no address: write it like https/],
    ['no cluster name', { clusterName: '' }, /clusterName is missing/],
    ['a bad cluster name', { clusterName: 'Prod_EU' }, /clusterName "Prod_EU" does not work: a cluster name has 1 to 63/],
    ['no key', { apiKey: '' }, /There is no API key: set apiKey, or existingSecret/],
    ['Kafka without a user', { kafka: { brokers: 'k:1', password: 'p' } }, /kafka.username is required/],
    ['Kafka without a password', { kafka: { brokers: 'k:1', username: 'acme' } }, /kafka.password is required/],
    ['two authorities', { ca: { pem: '-----BEGIN CERTIFICATE-----', existingConfigMap: 'mine' } }, /ca.pem and ca.existingConfigMap/],
    ['an authority that is none', { ca: { pem: 'MII' } }, /ca.pem holds no certificate/],
    ['Roles only and no namespace', { rbac: { clusterScoped: false } }, /agent.namespaces is empty: name the namespaces/],
    ['an account that exists and has no name', { serviceAccount: { create: false } }, /name the account that exists/],
    ['a variable twice', { extraEnv: [{ name: 'KG_ENDPOINT', value: 'x' }] }, /extraEnv: the chart sets KG_ENDPOINT itself/],
    ['a proxy that is no address', { proxy: { url: 'proxy:3128' } }, /proxy/],
    ['a digest that is none', { image: { digest: 'latest' } }, /digest/],
    ['a user that is a name', { podSecurity: { runAsUser: 'node' } }, /runAsUser/],
    ['brokers without a port', { kafka: { brokers: 'kafka.example.com' } }, /brokers/],
    ['two keys', { existingSecret: 'mine' }, /apiKey and existingSecret are both set/],
    ['a plain image without the program', { agent: { bundled: false } }, /the plain node image, which does not hold the program/],
    [
      'one volume for two agents',
      { replicas: 2, buffer: { persistence: { enabled: true } } },
      /replicas is above 1, but buffer.persistence.enabled gives the pods one volume/,
    ],
    ['no agent', { replicas: 0 }, /replicas/],
    ['an unknown topology', { agent: { topology: 'star' } }, /topology/],
    ['an unknown value', { endpiont: 'x' }, /endpiont/],
    ['a buffer that is no number', { buffer: { sizeMiB: 'much' } }, /sizeMiB/],
    ['every group at once', { customResources: { groups: ['*'] } }, /groups/],
    ['a group of Kubernetes itself', { customResources: { groups: ['apps'] } }, /groups/],
    ['a bad namespace', { agent: { namespaces: ['Shop'] } }, /namespaces/],
  ])('with %s fails and says what to do', async (_, change, message) => {
    const { code, stderr } = await template({ ...VALUES, ...change });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });

  it('from the repository, without the program, says where to get it', async () => {
    const { code, stderr } = await run(bin, dir, 'helm', ['template', 'a', join(ROOT, 'agent-chart'), '--values', valuesFile(VALUES)]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('use the package from the portal');
  });
});
