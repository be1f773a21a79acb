import { dirname } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SECRET_SETTINGS } from '#lib/platform/env.ts';
import { helm } from '#simulators/kubernetes/testing/kube-binaries.ts';
import { ROLES } from '#workers/roles/index.ts';
import { productSettings } from '../scripts/server-chart.ts';
import { CHART, helmIn, type Manifest, REQUIRED } from './testing/helm.ts';
import { MATRIX } from './testing/matrix.ts';

const SECRETS = REQUIRED.secrets.values;
/** Variables of Node's and of the operators' processes, not of the product. */
const FOREIGN = ['NODE_EXTRA_CA_CERTS', 'REDIS_PASSWORD'];

const of = (manifests: Manifest[], kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (manifests: Manifest[], kind: string, name: string) => {
  const found = of(manifests, kind).find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
const envOf = (deployment: Manifest): Manifest[] => deployment.spec.template.spec.containers[0].env;
const podSpecs = (manifests: Manifest[]): Manifest[] =>
  manifests.flatMap(({ kind, spec }) => {
    if (kind === 'Pod') return [spec];
    if (kind === 'CronJob') return [spec.jobTemplate.spec.template.spec];
    return kind === 'Deployment' || kind === 'Job' ? [spec.template.spec] : [];
  });

describe.each(['v31', 'v34'] as const)('the chart with the helm of %s', (version) => {
  const chart = helmIn(dirname(helm(version)));
  afterAll(chart.remove);

  it('lints without a warning', async () => {
    const { code, stdout } = await chart.helm(['lint', '--strict', CHART], REQUIRED);
    expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
    expect(code).toBe(0);
  });

  describe.each(Object.entries(MATRIX))('with %s', (_, values) => {
    it('renders objects with names, namespaces and selectors that fit, the same twice', async () => {
      const { stdout: first, stderr } = await chart.template('kg-rca', REQUIRED, ...values);
      expect(stderr).toBe('');
      expect((await chart.template('kg-rca', REQUIRED, ...values)).stdout).toBe(first);
      const manifests = await chart.render(REQUIRED, ...values);
      const ids = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { metadata } of manifests)
        expect(metadata).toMatchObject({ namespace: 'kg-rca', labels: { 'app.kubernetes.io/name': 'kg-rca' } });
      for (const { spec } of of(manifests, 'Deployment')) expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    });

    it('runs no container as root, with rights, or with a file system that it could write', async () => {
      for (const spec of podSpecs(await chart.render(REQUIRED, ...values))) {
        expect(spec.automountServiceAccountToken).toBe(false);
        expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        for (const { securityContext, resources } of [...spec.containers, ...(spec.initContainers ?? [])]) {
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(resources.requests).toHaveProperty('memory');
          expect(resources.limits).toHaveProperty('memory');
        }
      }
    });

    it('sets variables that the product reads, and each once', async () => {
      const known = [...productSettings(), ...FOREIGN];
      for (const deployment of of(await chart.render(REQUIRED, ...values), 'Deployment').filter(isProcess)) {
        const names = envOf(deployment).map(({ name }) => name);
        expect(names.filter((name) => !known.includes(name))).toEqual([]);
        expect(new Set(names).size).toBe(names.length);
      }
    });

    it('holds secrets in Secrets alone', async () => {
      const manifests = await chart.render(REQUIRED, ...values);
      const text = JSON.stringify(manifests.filter(({ kind }) => kind !== 'Secret'));
      for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
    });
  });

  it('runs every role of the product, each with a budget for disruptions', async () => {
    const manifests = await chart.render(REQUIRED);
    const processes = of(manifests, 'Deployment').filter(isProcess);
    expect(processes.map(({ spec }) => spec.template.spec.containers[0].args[1]).sort()).toEqual(ROLES.map(({ name }) => name).sort());
    for (const { metadata, spec } of processes) {
      expect(named(manifests, 'PodDisruptionBudget', metadata.name).spec.selector).toEqual(spec.selector);
      const [container] = spec.template.spec.containers;
      expect([container.startupProbe, container.livenessProbe, container.readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
        '/readyz',
        '/healthz',
        '/readyz',
      ]);
    }
  });

  it('scales web by load, and by lag what works on the log, never beyond the number of shards', async () => {
    const manifests = await chart.render(REQUIRED, ...MATRIX['profile large']!);
    expect(named(manifests, 'HorizontalPodAutoscaler', 'kg-rca-web').spec).toMatchObject({ minReplicas: 10, maxReplicas: 30 });
    const builder = named(manifests, 'ScaledObject', 'kg-rca-graph-builder').spec;
    expect(builder.maxReplicaCount).toBe(32);
    expect(builder.triggers[0].metadata.query).toContain('kg_stream_lag_records{group="graph-builder"');
    expect(named(manifests, 'Deployment', 'kg-rca-graph-builder').spec).not.toHaveProperty('replicas');
    const { stderr } = await chart.template('kg-rca', REQUIRED, { roles: { usage: { autoscaling: { max: 33 } } } });
    expect(stderr).toMatch(/usage[./]autoscaling[./]max/);
    const adapted = await chart.render(REQUIRED, ...MATRIX['scaling by an adapter']!);
    expect(named(adapted, 'HorizontalPodAutoscaler', 'kg-rca-usage').spec.metrics[0].external).toEqual({
      metric: { name: 'kg_stream_lag_records', selector: { matchLabels: { group: 'usage' } } },
      target: { type: 'AverageValue', averageValue: '2000000' },
    });
  });

  it('migrates before an upgrade with the values of the upgrade', async () => {
    const manifests = await chart.render(REQUIRED);
    const job = named(manifests, 'Job', 'kg-rca-migrate');
    expect(job.metadata.annotations['helm.sh/hook']).toBe('pre-upgrade');
    const { secretKeyRef } = job.spec.template.spec.containers[0].env[0].valueFrom;
    const secret = named(manifests, 'Secret', secretKeyRef.name);
    expect(secret.metadata.annotations['helm.sh/hook']).toBe('pre-upgrade');
    expect(Buffer.from(secret.data[secretKeyRef.key], 'base64').toString()).toBe(SECRETS.DATABASE_URL);
  });

  it('reaches the Kafka of Strimzi as its administrator, over TLS, without ZooKeeper, and leaves the users of clients alone', async () => {
    const manifests = await chart.render(REQUIRED, ...MATRIX['Strimzi with agents on it']!);
    const kafka = named(manifests, 'Kafka', 'kg-rca-kafka').spec;
    expect(kafka).not.toHaveProperty('zookeeper');
    expect(of(manifests, 'KafkaNodePool').map(({ spec }) => spec.roles)).toEqual([['controller'], ['broker']]);
    const user = named(manifests, 'KafkaUser', 'kg-rca-admin');
    expect(kafka.kafka.authorization.superUsers).toEqual([user.metadata.name]);
    const [ignored] = kafka.entityOperator.template.userOperatorContainer.env;
    expect(new RegExp(ignored.value).test('acme')).toBe(true);
    expect(new RegExp(ignored.value).test('kg-rca-admin')).toBe(false);
    expect(kafka.kafka.listeners.map(({ name, tls }: Manifest) => [name, tls])).toEqual([
      ['product', true],
      ['agents', true],
    ]);
    const env = envOf(named(manifests, 'Deployment', 'kg-rca-web'));
    expect(env).toContainEqual({ name: 'KAFKA_SASL_MECHANISM', value: user.spec.authentication.type });
    expect(env).toContainEqual({ name: 'KAFKA_CA', value: '/etc/kg-rca/kafka/ca.crt' });
  });

  it('leads the way in to Kong where there is one, which alone then reaches the portal, and counts it among the proxies', async () => {
    const manifests = await chart.render(REQUIRED, ...MATRIX['Kong and several proxies']!);
    expect(of(manifests, 'Ingress')[0]!.spec.rules[0].http.paths[0].backend.service.name).toBe('kg-rca-kong');
    expect(envOf(named(manifests, 'Deployment', 'kg-rca-web'))).toContainEqual({ name: 'TRUSTED_PROXIES', value: '3' });
    const [peer] = named(manifests, 'NetworkPolicy', 'kg-rca-web').spec.ingress[0].from;
    expect(peer.podSelector.matchLabels['app.kubernetes.io/component']).toBe('kong');
    expect(named(manifests, 'ConfigMap', 'kg-rca-kong').data['kong.yaml']).toContain('url: http://kg-rca-web\n');
  });

  it('leads searches to the embedding service where there is one, which the portal alone reaches; an address that is set comes first', async () => {
    const manifests = await chart.render(REQUIRED, ...MATRIX['an embedding service']!);
    const ofWeb = (all: Manifest[]) =>
      envOf(named(all, 'Deployment', 'kg-rca-web')).filter(({ name }: Manifest) => name === 'EMBEDDING_URL');
    expect(ofWeb(manifests)).toEqual([{ name: 'EMBEDDING_URL', value: 'http://kg-rca-embedding/embed' }]);
    const [rule] = named(manifests, 'NetworkPolicy', 'kg-rca-embedding').spec.ingress;
    expect(rule.from).toEqual([{ podSelector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/component': 'web' }) } }]);
    const own = { settings: { EMBEDDING_URL: 'https://embed.example.com/embed' } };
    expect(ofWeb(await chart.render(REQUIRED, ...MATRIX['an embedding service']!, own)).map(({ value }: Manifest) => value)).toEqual([
      'https://embed.example.com/embed',
    ]);
  });

  it('backs up first and then copies to object storage, with the settings of the Secret that is named', async () => {
    const manifests = await chart.render(REQUIRED, ...MATRIX['backups in object storage']!);
    const { initContainers, containers } = named(manifests, 'CronJob', 'kg-rca-backup').spec.jobTemplate.spec.template.spec;
    expect(initContainers.map(({ name }: Manifest) => name)).toEqual(['backup']);
    expect(containers).toMatchObject([
      {
        name: 'copy',
        args: ['copy', '/backups', 'backups:kg-rca', '--immutable', '--config', '/dev/null'],
        envFrom: [{ secretRef: { name: 'rclone' } }],
      },
    ]);
  });

  it('lets the roles that handle data reach the collector of traces where one is named, and nothing more otherwise', async () => {
    const ports = async (...values: object[]) =>
      named(await chart.render(REQUIRED, ...values), 'NetworkPolicy', 'kg-rca-data').spec.egress[1].ports.map(({ port }: Manifest) => port);
    const without = await ports();
    const settings = (url: string) => ({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT: url } });
    expect(await ports(settings('http://otel-collector.monitoring:4318'))).toEqual(without);
    expect(await ports(settings('http://otel-collector.monitoring:14318'))).toEqual([...without, 14318]);
    expect(await ports(settings('https://otel.example.com'))).toEqual([...without, 443]);
  });

  it('keeps graph-builder and usage from everything but databases, and the others from the metadata of a cloud', async () => {
    const manifests = await chart.render(REQUIRED);
    const data = named(manifests, 'NetworkPolicy', 'kg-rca-data').spec;
    expect(data.podSelector.matchExpressions[0].values).toEqual(['graph-builder', 'usage']);
    expect(data.egress.flatMap(({ ports }: Manifest) => ports.map(({ port }: Manifest) => port))).toContain(5432);
    const outside = named(manifests, 'NetworkPolicy', 'kg-rca-outside').spec.egress[0].to;
    expect(outside).toContainEqual({ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } });
  });

  it.each([
    [{ publicUrl: '' }, 'publicUrl: must be set'],
    [{ backup: { enabled: true, objectStorage: { enabled: true } } }, 'backup.objectStorage.existingSecret: must be set'],
    [{ neo4j: { uri: '' } }, 'neo4j.uri: must be set'],
    [{ secrets: { existingSecret: 'mine' } }, 'secrets.existingSecret and secrets.values are both set'],
    [{ secrets: { values: { SECRET_KEY: '' } } }, 'secrets.values.SECRET_KEY: must be set'],
    [{ secrets: { values: { DATABASE_URL: '' } } }, 'secrets.values.DATABASE_URL: must be set with postgres.mode external'],
    [{ secrets: { values: { NEO4J_PASSWORD: '' } } }, 'secrets.values.NEO4J_PASSWORD: must be set'],
    [{ kafka: { mode: 'external' } }, 'kafka.brokers and kafka.username: must be set'],
    [{ kafka: { mode: 'external', brokers: 'a:9092', username: 'admin' } }, 'secrets.values.KAFKA_PASSWORD: must be set'],
    [{ kafka: { agentBrokers: 'a:9094' } }, 'kafka.agentBrokers: has no effect'],
    [{ redis: { mode: 'external' } }, 'secrets.values.REDIS_URL: must be set'],
    [{ redis: { mode: 'in-cluster' }, secrets: { values: { REDIS_PASSWORD: '' } } }, 'secrets.values.REDIS_PASSWORD: must be set'],
    [{ gateway: { enabled: true } }, 'choose one way in'],
    [{ ingress: { enabled: false }, gateway: { enabled: true } }, 'gateway.parentRefs: must name the Gateway'],
    [{ roles: { web: { autoscaling: { enabled: true, min: 5, max: 2 } } } }, 'roles.web.autoscaling: min is greater than max'],
    [{ extraEnv: [{ name: 'PORT', value: '80' }] }, 'extraEnv: PORT is set by the chart'],
    [{ settings: { MAIL_FORM: 'typo' } }, 'MAIL_FORM'],
    [{ settings: { SECRET_KEY: 'in the wrong place' } }, 'SECRET_KEY'],
    [{ secrets: { values: { PORT: '1' } } }, 'PORT'],
    [{ replicas: 3 }, 'replicas'],
  ])('refuses %j and says what is wrong', async (values, message) => {
    const { code, stderr } = await chart.template('kg-rca', REQUIRED, values);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
  });
});

it('every secret of the product can be given to the chart, and every setting is one or the other', async () => {
  const { default: schema } = await import('./values.schema.json', { with: { type: 'json' } });
  const secrets = Object.keys(schema.properties.secrets.properties.values.properties);
  expect(SECRET_SETTINGS.filter((name) => !secrets.includes(name))).toEqual([]);
  expect(Object.keys(schema.properties.settings.properties).filter((name) => secrets.includes(name))).toEqual([]);
});

function isProcess({ spec }: Manifest): boolean {
  return spec.template.metadata.labels['kg-rca/process'] === 'true';
}
