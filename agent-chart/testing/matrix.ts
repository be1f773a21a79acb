import { VALUES } from './package.ts';

/** A certificate authority for tests; nothing is signed with it. */
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const kafka = { brokers: 'kafka-1.example.com:9094,kafka-2.example.com:9094', username: 'acme', password: 'secret', ca: PEM };

/** Values with which the chart is installed in many ways, by what they are about; each on top of those that are required. */
const VARIANTS: Record<string, object> = {
  defaults: {},
  split: { agent: { topology: 'split' } },
  'own image': { agent: { bundled: false }, image: { registry: 'registry.example.com', repository: 'kg/agent', tag: '1.2.3' } },
  'image by digest': { image: { digest: `sha256:${'0'.repeat(64)}` } },
  'mirrored registry': {
    global: { imageRegistry: 'registry.example.com/mirror/', imagePullSecrets: ['mirror'] },
    image: { pullSecrets: ['mirror', 'own'] },
  },
  'some namespaces': { agent: { namespaces: ['shop', 'bank'] } },
  'roles only': { agent: { namespaces: ['shop', 'bank'] }, rbac: { clusterScoped: false } },
  'no roles': { rbac: { create: false } },
  'account of their own': { serviceAccount: { create: false, name: 'theirs' } },
  'annotated account': { serviceAccount: { annotations: { 'iam.example.com/role': 'agent' } } },
  'no Secrets': { secrets: { enabled: false } },
  'no logs, some kinds': { logs: { enabled: false }, kinds: { skip: ['Lease', 'ConfigMap'] }, customResources: { groups: [] } },
  'existing Secret': { apiKey: '', existingSecret: 'credentials' },
  kafka: { kafka },
  'kafka, existing Secrets': { kafka: { ...kafka, password: '', existingSecret: 'kafka' } },
  proxy: { proxy: { url: 'http://proxy.example.com:3128', noProxy: '.internal,10.0.0.0/8' } },
  'authorities inline': { ca: { pem: PEM } },
  'authorities of theirs': { ca: { existingConfigMap: 'corporate', key: 'bundle.pem' } },
  openshift: { podSecurity: { openshift: true } },
  'user of the image': { podSecurity: { runAsUser: null, fsGroup: null } },
  persistence: { agent: { topology: 'split' }, buffer: { sizeMiB: 1024, persistence: { enabled: true, storageClass: 'fast' } } },
  'several agents': { replicas: 2, agent: { topology: 'split' } },
  scheduling: {
    nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64' },
    tolerations: [{ key: 'node-role.kubernetes.io/infra', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: 'pool', operator: 'In', values: ['infra'] }] } },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'kg-rca-agent' } },
      },
    ],
    priorityClassName: 'system-cluster-critical',
    podDisruptionBudget: { enabled: true },
  },
  'labels that the chart has too': {
    commonLabels: { team: 'ops', 'app.kubernetes.io/name': 'theirs' },
    commonAnnotations: { owner: 'ops' },
    podLabels: { team: 'other', 'app.kubernetes.io/instance': 'theirs', 'app.kubernetes.io/component': 'theirs' },
    podAnnotations: { owner: 'others', 'checksum/credentials': 'theirs' },
  },
  vector: {
    logs: { collector: 'vector' },
    vector: { drop: ['kube-system'], sample: { shop: 10 } },
    proxy: { url: 'http://proxy.example.com:3128' },
    ca: { pem: PEM },
  },
  'vector to kafka': { logs: { collector: 'vector' }, kafka, agent: { namespaces: ['shop'] } },
  'ipv6 address': { endpoint: 'http://[fd00::1]:3000/kg' },
  'closed cluster': {
    agent: { topology: 'split', bundled: false, namespaces: ['shop'] },
    image: { repository: 'kg/agent', tag: '1' },
    global: { imageRegistry: 'registry.internal:5000' },
    rbac: { clusterScoped: false },
    proxy: { url: 'https://proxy.internal' },
    ca: { pem: PEM },
    networkPolicy: { enabled: false },
    resources: {},
    extraEnv: [{ name: 'TZ', value: 'UTC' }],
  },
};

/** The whole values of each variant, by its name. */
export const MATRIX: readonly (readonly [name: string, values: object])[] = Object.entries(VARIANTS).map(([name, values]) => [
  name,
  { ...VALUES, ...values },
]);
