import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { Snapshot } from '../types.ts';
import {
  change,
  crashing,
  deployment,
  event,
  log,
  node,
  object,
  pod,
  service,
  snapshotOf,
  stamp,
  unschedulable,
  waiting,
} from './snapshots.ts';

/** A small, healthy shop around the fault. */
export const nodes = [node('node-a'), node('node-b')];
export const shop = (): KubernetesObject[] => [
  ...nodes,
  ...deployment('web', { replicas: 2, env: [{ name: 'CART_ADDR', value: 'cart:8080' }] }),
  service('web'),
];

/** Faults of a small cluster: the snapshot of each, and the right answer with the kinds of evidence that it must name. */
export const CASES: Record<string, { snapshot: Snapshot; code: string; object: string; evidence: string[] }> = {
  'a bad image tag': {
    snapshot: snapshotOf(
      [
        ...shop(),
        ...deployment('cart', { image: 'registry.example.com/cart:nope', ...waiting('ImagePullBackOff', 'Back-off pulling image') }),
        service('cart'),
      ],
      {
        events: [
          event(
            pod('cart'),
            'Failed',
            'Failed to pull image "registry.example.com/cart:nope": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/cart:nope": failed to resolve reference "registry.example.com/cart:nope": registry.example.com/cart:nope: not found',
          ),
        ],
      },
    ),
    code: 'image.reference_invalid',
    object: 'Deployment/shop/cart',
    evidence: ['state', 'event'],
  },
  'a missing Secret': {
    snapshot: snapshotOf(
      [
        ...shop(),
        object('Secret', 'other', { data: { key: 'sha256:1' } }),
        ...deployment('cart', {
          env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'cart-db', key: 'password' } } }],
          ...waiting('CreateContainerConfigError', 'secret "cart-db" not found'),
        }),
        service('cart'),
      ],
      { events: [event(pod('cart'), 'Failed', 'Error: secret "cart-db" not found')] },
    ),
    code: 'config.secret_missing',
    object: 'Secret/shop/cart-db',
    evidence: ['state', 'event'],
  },
  'a crash loop after a ConfigMap change': {
    snapshot: snapshotOf(
      [
        ...shop(),
        object('ConfigMap', 'cart-config', { data: { LOG_LEVEL: 'sha256:b' } }),
        ...deployment('cart', {
          ready: false,
          podSpec: { containers: [{ name: 'main', image: 'cart:1', envFrom: [{ configMapRef: { name: 'cart-config' } }] }] },
          containerStatus: crashing(),
        }),
        service('cart'),
      ],
      {
        events: [event(pod('cart'), 'BackOff', 'Back-off restarting failed container main in pod')],
        logs: [log('cart', ['starting', 'fatal: invalid value "loud" for LOG_LEVEL: must be one of debug, info, warn, error'], true)],
        changes: [
          change({ kind: 'ConfigMap', namespace: 'shop', name: 'cart-config' }, 8, [
            { path: 'data.LOG_LEVEL', before: 'sha256:a', after: 'sha256:b' },
          ]),
        ],
      },
    ),
    code: 'config.value_invalid',
    object: 'ConfigMap/shop/cart-config',
    evidence: ['change', 'log', 'state'],
  },
  'a memory limit that is too low': {
    snapshot: snapshotOf(
      [
        ...shop(),
        ...deployment('cart', {
          ready: false,
          container: { resources: { limits: { memory: '32Mi' } } },
          containerStatus: crashing(137, 'OOMKilled'),
        }),
        service('cart'),
      ],
      { events: [event(pod('cart'), 'BackOff', 'Back-off restarting failed container main in pod')] },
    ),
    code: 'oom.limit_too_low',
    object: 'Deployment/shop/cart',
    evidence: ['state'],
  },
  'a readiness probe on the wrong port': {
    snapshot: snapshotOf(
      [
        ...shop(),
        ...deployment('cart', {
          ready: false,
          ageMinutes: 10,
          container: { readinessProbe: { httpGet: { path: '/healthz', port: 9999 } } },
        }),
        service('cart'),
      ],
      {
        events: [
          event(
            pod('cart'),
            'Unhealthy',
            'Readiness probe failed: Get "http://10.1.0.10:9999/healthz": dial tcp 10.1.0.10:9999: connect: connection refused',
          ),
        ],
      },
    ),
    code: 'probe.readiness_port_wrong',
    object: 'Deployment/shop/cart',
    evidence: ['event', 'state'],
  },
  'a liveness probe on the wrong port': {
    snapshot: snapshotOf(
      [
        ...shop(),
        ...deployment('cart', {
          ready: false,
          container: { livenessProbe: { tcpSocket: { port: 9999 } } },
          containerStatus: crashing(137),
        }),
        service('cart'),
      ],
      {
        events: [
          event(pod('cart'), 'Unhealthy', 'Liveness probe failed: dial tcp 10.1.0.10:9999: connect: connection refused'),
          event(pod('cart'), 'Killing', 'Container main failed liveness probe, will be restarted', { type: 'Normal' }),
        ],
      },
    ),
    code: 'probe.liveness_port_wrong',
    object: 'Deployment/shop/cart',
    evidence: ['event', 'state'],
  },
  'a Service selector that matches nothing': {
    snapshot: snapshotOf([...shop(), ...deployment('cart'), service('cart', { selector: { app: 'kart' } })], {
      logs: [log('web', Array(4).fill('dial tcp: cart:8080: connect: connection refused'))],
      changes: [
        change({ kind: 'Service', namespace: 'shop', name: 'cart' }, 5, [{ path: '/spec/selector/app', before: 'cart', after: 'kart' }]),
      ],
    }),
    code: 'service.selector_mismatch',
    object: 'Service/shop/cart',
    evidence: ['change', 'state'],
  },
  'too little CPU': {
    snapshot: snapshotOf(
      [
        ...shop(),
        ...deployment('cart', {
          container: { resources: { requests: { cpu: '64' } } },
          ...unschedulable(
            '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
          ),
        }),
        service('cart'),
      ],
      {
        events: [
          event(
            pod('cart'),
            'FailedScheduling',
            '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
          ),
        ],
      },
    ),
    code: 'scheduling.insufficient_cpu',
    object: 'Deployment/shop/cart',
    evidence: ['event', 'state'],
  },
  'a taint that nothing tolerates': {
    snapshot: snapshotOf([
      node('node-a', { spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } }),
      node('node-b', { spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } }),
      ...shop().slice(2),
      ...deployment(
        'cart',
        unschedulable(
          '0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
        ),
      ),
      service('cart'),
    ]),
    code: 'scheduling.taint_untolerated',
    object: 'Deployment/shop/cart',
    evidence: ['state'],
  },
  'a node that is down': {
    snapshot: snapshotOf(
      [
        node('node-a', {
          ready: {
            type: 'Ready',
            status: 'Unknown',
            reason: 'NodeStatusUnknown',
            message: 'Kubelet stopped posting node status.',
            lastTransitionTime: stamp(4),
          },
        }),
        node('node-b'),
        ...deployment('cart', {
          replicas: 5,
          podStatus: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: stamp(4) }] },
        }),
        ...deployment('web', {
          replicas: 5,
          podStatus: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: stamp(4) }] },
        }),
        service('cart'),
        service('web'),
      ],
      { events: [event(pod('cart'), 'NodeNotReady', 'Node is not ready'), event(pod('web'), 'NodeNotReady', 'Node is not ready')] },
    ),
    code: 'node.kubelet_down',
    object: 'Node//node-a',
    evidence: ['state'],
  },
  'a quota that is used up': {
    snapshot: snapshotOf(
      [
        ...shop(),
        object('ResourceQuota', 'compute', { status: { hard: { pods: '2' }, used: { pods: '2' } } }),
        ...deployment('cart', { replicas: 3, ready: false }).slice(0, 2),
        service('cart'),
      ],
      {
        events: [
          event(
            { kind: 'ReplicaSet', namespace: 'shop', name: 'cart-7d9c5b6f4' },
            'FailedCreate',
            'Error creating: pods "cart-7d9c5b6f4-x8jz2" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2',
          ),
        ],
      },
    ),
    code: 'quota.pods_exceeded',
    object: 'ResourceQuota/shop/compute',
    evidence: ['event', 'state'],
  },
  'an address that no Service has': {
    snapshot: snapshotOf(
      [
        ...shop(),
        ...deployment('cart', { env: [{ name: 'CATALOG_ADDR', value: 'catalogue:8080' }] }),
        service('cart'),
        ...deployment('catalog'),
        service('catalog'),
      ],
      {
        logs: [log('cart', Array(5).fill('level=error msg="dial tcp: lookup catalogue on 10.96.0.10:53: no such host"'))],
      },
    ),
    code: 'config.dependency_address_wrong',
    object: 'Deployment/shop/cart',
    evidence: ['log', 'state'],
  },
  'a claim whose class does not exist': {
    snapshot: snapshotOf(
      [
        ...shop(),
        { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'standard', uid: 'sc' }, provisioner: 'p' },
        object('PersistentVolumeClaim', 'cart-data', {
          spec: { storageClassName: 'premium', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          status: { phase: 'Pending' },
        }),
        ...deployment('cart', {
          podSpec: {
            containers: [{ name: 'main', image: 'cart:1' }],
            volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'cart-data' } }],
          },
          ...unschedulable(
            '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
          ),
        }),
        service('cart'),
      ],
      {
        events: [
          event(
            { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'cart-data' },
            'ProvisioningFailed',
            'storageclass.storage.k8s.io "premium" not found',
          ),
        ],
      },
    ),
    code: 'storage.class_wrong',
    object: 'PersistentVolumeClaim/shop/cart-data',
    evidence: ['state', 'event'],
  },
};
