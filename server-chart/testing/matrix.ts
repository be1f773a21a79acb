import { join } from 'node:path';
import { CHART, REQUIRED } from './helm.ts';

const profile = (name: string) => join(CHART, 'profiles', `${name}.yaml`);
const SECRETS = REQUIRED.secrets.values;
const KAFKA = { mode: 'external', brokers: 'kafka-1:9092,kafka-2:9092', username: 'admin' };
const withSecret = (name: string, value: string) => ({ secrets: { values: { ...SECRETS, [name]: value } } });

/** Values with which the chart is rendered and judged: every switch in each of its positions, and the profiles. */
export const MATRIX: Record<string, (object | string)[]> = {
  'what is required': [],
  'profile small': [profile('small')],
  'profile standard': [profile('standard')],
  'profile large': [profile('large')],
  'profile small with CloudNativePG': [profile('small'), { postgres: { mode: 'cloudnative-pg' } }],
  'a Secret that exists': [{ secrets: { existingSecret: 'mine', values: null } }],
  'passwords in the addresses of Neo4j': [{ neo4j: { uri: 'bolt://neo4j:pass-one@a:7687, bolt://neo4j:pass-two@b:7687' } }],
  'CloudNativePG with storage classes and a backup plugin': [
    {
      postgres: {
        mode: 'cloudnative-pg',
        cloudnativePg: {
          storage: { size: '5Gi', storageClass: 'fast' },
          walStorage: { storageClass: 'fast' },
          parameters: { work_mem: '8MB' },
          spec: { plugins: [{ name: 'barman-cloud.cloudnative-pg.io', parameters: { barmanObjectName: 'backups' } }] },
        },
      },
    },
  ],
  'Kafka of yours': [{ kafka: KAFKA }, withSecret('KAFKA_PASSWORD', 'kafka-pass-of-test')],
  'Kafka of yours with authorities and agents on it': [
    {
      kafka: {
        ...KAFKA,
        mechanism: 'scram-sha-512',
        caSecret: { name: 'kafka-ca', key: 'tls.crt' },
        agentBrokers: 'kafka.example.com:9094',
        agentCaSecret: { name: 'agents-ca', key: 'ca.crt' },
      },
    },
    withSecret('KAFKA_PASSWORD', 'kafka-pass-of-test'),
  ],
  'Strimzi with agents on it': [{ kafka: { mode: 'strimzi', agentBrokers: 'kafka.example.com:9094' } }],
  'Strimzi with one broker': [{ kafka: { mode: 'strimzi', strimzi: { brokers: 1, controllers: 1, storage: { class: 'fast' } } } }],
  'Redis of yours': [{ redis: { mode: 'external' } }, withSecret('REDIS_URL', 'redis://:pass-of-test@redis:6379')],
  'Redis in the cluster': [{ redis: { mode: 'in-cluster' } }],
  'scaling by KEDA': [{ roles: { 'graph-builder': { autoscaling: { enabled: true } }, usage: { autoscaling: { enabled: true } } } }],
  'scaling by an adapter': [
    {
      autoscaling: { lagSource: 'adapter' },
      roles: { web: { autoscaling: { enabled: true } }, usage: { autoscaling: { enabled: true, lagRecords: 2_000_000 } } },
    },
  ],
  'Kong and several proxies': [{ kong: { enabled: true }, ingress: { trustedProxies: 2, className: 'nginx' } }],
  'Kong with a configuration of yours': [{ kong: { enabled: true, config: '_format_version: "3.0"\n' } }],
  'certificates by cert-manager': [{ ingress: { tls: { issuer: { name: 'letsencrypt' } } } }],
  'the Gateway API': [
    {
      ingress: { enabled: false, tls: { issuer: { name: 'ca', kind: 'Issuer' } } },
      gateway: { enabled: true, parentRefs: [{ name: 'public', namespace: 'gateways' }] },
    },
  ],
  'no way in': [{ ingress: { enabled: false } }],
  'monitoring and backup': [
    {
      monitoring: {
        serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
        rules: { enabled: true },
        dashboards: { enabled: true },
      },
      backup: { enabled: true, storage: { storageClass: 'slow' } },
    },
  ],
  'a claim for backups that exists': [{ backup: { enabled: true, existingClaim: 'backups' } }],
  'an embedding service': [{ embedding: { enabled: true, existingClaim: 'models' } }],
  'backups in object storage': [{ backup: { enabled: true, objectStorage: { enabled: true, existingSecret: 'rclone' } } }],
  'OpenShift, where the cluster chooses users': [
    { podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  ],
  'everything that pods can be told': [
    {
      image: { registry: 'registry.example.com/', tag: '1.2.3', pullSecrets: ['pull'] },
      redis: { mode: 'in-cluster' },
      kong: { enabled: true },
      commonLabels: { team: 'rca', 'app.kubernetes.io/name': 'not-this' },
      podLabels: { tier: 'backend', 'app.kubernetes.io/component': 'not-this' },
      podAnnotations: { 'example.com/note': 'yes' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      priorityClassName: 'high',
      extraEnv: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/ca/ca.crt' }],
      extraVolumes: [{ name: 'ca', configMap: { name: 'ca' } }],
      extraVolumeMounts: [{ name: 'ca', mountPath: '/ca' }],
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/kg-rca' } },
      settings: { MAIL_FROM: 'RCA <rca@example.com>', SESSION_MAX_HOURS: 8, STRIPE_AUTOMATIC_TAX: true },
      networkPolicy: {
        ingressFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
        metricsFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      },
    },
  ],
  'no network policies and no migration beforehand': [{ networkPolicy: { enabled: false }, migrations: { enabled: false } }],
};
