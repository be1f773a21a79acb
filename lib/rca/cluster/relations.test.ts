import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import { clusterOf } from './index.ts';

const labels = { app: 'web' };
const container = { name: 'web', image: 'web', env: [{ name: 'DB', value: 'http://db' }], envFrom: [{ secretRef: { name: 'gone' } }] };
const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
const object = (kind: string, name: string, more: object = {}, namespace: string | undefined = 'shop'): KubernetesObject => ({
  kind,
  metadata: { name, uid: `${kind}-${name}`, ...(namespace && { namespace }), labels },
  ...more,
});
const pod = object('Pod', 'web-1', { spec: { nodeName: 'n1', containers: [container], volumes }, status: { phase: 'Running' } });
pod.metadata.ownerReferences = [{ kind: 'Deployment', name: 'web', uid: 'Deployment-web', controller: true }];

const RESOURCES = [
  object('Deployment', 'web', {
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
  }),
  pod,
  object('Service', 'web', { spec: { selector: labels } }),
  object('Service', 'db', { spec: { selector: { app: 'db' } } }),
  object('Deployment', 'db', { spec: { template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db' }] } } } }),
  {
    ...object('Pod', 'db-1', { spec: {}, status: {} }),
    metadata: {
      name: 'db-1',
      namespace: 'shop',
      uid: 'db-1',
      labels: { app: 'db' },
      ownerReferences: [{ kind: 'Deployment', name: 'db', uid: 'Deployment-db', controller: true }],
    },
  },
  object('Node', 'n1', {}, ''),
  object('PersistentVolumeClaim', 'data', { spec: { volumeName: 'pv-1' } }),
  object('PersistentVolume', 'pv-1', {}, ''),
  object('Secret', 'other'),
  object('Namespace', 'shop', {}, ''),
  object('ResourceQuota', 'limits'),
  object('NetworkPolicy', 'deny', { spec: { podSelector: {} } }),
  object('Ingress', 'front', { spec: { defaultBackend: { service: { name: 'web' } } } }),
];

const web = ref('Deployment', 'shop', 'web');
const between = (cause: ObjectRef, dependent: ObjectRef) => {
  const snapshot = { collectedAt: 0, resources: RESOURCES, events: [], logs: [], alerts: [], metrics: [], changes: [] };
  return clusterOf(snapshot, { from: 0, to: 1 }).relationBetween(cause, dependent);
};

describe('the relation along which trouble goes from one object to another', () => {
  it.each([
    ['a node to a workload with a pod on it', ref('Node', undefined, 'n1'), web, 'RUNS_ON'],
    ['a workload to its pod', web, ref('Pod', 'shop', 'web-1'), 'OWNS'],
    ['a Secret that does not exist to the workload that names it', ref('Secret', 'shop', 'gone'), web, 'USES_SECRET'],
    ['a claim to the workload whose pod mounts it', ref('PersistentVolumeClaim', 'shop', 'data'), web, 'MOUNTS'],
    ['a volume to the workload, through the claim', ref('PersistentVolume', undefined, 'pv-1'), web, 'MOUNTS'],
    ['a volume to its claim', ref('PersistentVolume', undefined, 'pv-1'), ref('PersistentVolumeClaim', 'shop', 'data'), 'BINDS'],
    ['a quota to what is in its namespace', ref('ResourceQuota', 'shop', 'limits'), web, 'LIMITS'],
    ['a policy to the pods that it selects', ref('NetworkPolicy', 'shop', 'deny'), web, 'RESTRICTS'],
    ['a workload to the Service over it', web, ref('Service', 'shop', 'web'), 'SELECTS'],
    ['a Service to its caller', ref('Service', 'shop', 'db'), web, 'CALLS'],
    ['a workload to the caller of its Service', ref('Deployment', 'shop', 'db'), web, 'CALLS'],
    ['a Service to the Ingress that routes to it', ref('Service', 'shop', 'web'), ref('Ingress', 'shop', 'front'), 'ROUTES_TO'],
    ['none, where the two have nothing to do with each other', ref('Secret', 'shop', 'other'), web, null],
    ['none against the direction of a call', web, ref('Deployment', 'shop', 'db'), null],
    ['none, where the cause is outside the cluster', ref('External', undefined, 'api.example.com'), web, null],
  ])('%s', (_, cause, dependent, expected) => {
    expect(between(cause, dependent)).toBe(expected);
  });
});
