import { describe, expect, it } from 'vitest';
import { CAUSES, diagnose, diagnoseGroups } from './index.ts';
import {
  change,
  crashing,
  deployment,
  event,
  log,
  node,
  object,
  pod,
  podName,
  service,
  snapshotOf,
  stamp,
  unschedulable,
  WINDOW,
  waiting,
} from './testing/snapshots.ts';
import type { Diagnosis, KubernetesObject, Snapshot } from './types.ts';

/** A small healthy shop around the fault. */
const nodes = [node('node-a'), node('node-b')];
const shop = (): KubernetesObject[] => [
  ...nodes,
  ...deployment('web', { replicas: 2, env: [{ name: 'CART_ADDR', value: 'cart:8080' }] }),
  service('web'),
];

/** What both entry points say first, once they agree. */
function firstOf(snapshot: Snapshot): { code: string | undefined; object: string; diagnosis: Diagnosis } {
  const whole = diagnose(snapshot, WINDOW);
  const groups = diagnoseGroups(snapshot, WINDOW);
  const [cause] = whole.causes;
  expect(groups.map(({ causes }) => causes[0]?.code)).toEqual([cause?.code]);
  expect(groups[0]?.causes[0]?.object).toEqual(cause?.object);
  return { code: cause?.code, object: `${cause?.object.kind}/${cause?.object.namespace ?? ''}/${cause?.object.name}`, diagnosis: whole };
}

const CASES: Record<string, { snapshot: Snapshot; code: string; object: string; evidence: string[] }> = {
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

describe('the first cause of', () => {
  it.each(Object.entries(CASES))('%s', (_, { snapshot, code, object: blamed, evidence }) => {
    const first = firstOf(snapshot);
    expect([first.code, first.object]).toEqual([code, blamed]);
    const [cause] = first.diagnosis.causes;
    const types = cause!.evidenceFor.map(({ source }) => source.type);
    for (const type of evidence) expect(types).toContain(type);
    expect(cause!.tier).toBe('confirmed');
    expect(cause!.chain.length).toBeGreaterThan(0);
    expect(`${cause!.chain[0]!.from.kind}/${cause!.chain[0]!.from.name}`).toBe(blamed.replace(/\/.*\//, '/'));
    expect(cause!.remedies.some(({ command }) => command?.includes('kubectl') || command?.includes('systemctl'))).toBe(true);
    expect(Object.keys(CAUSES)).toContain(code);
  });
});

describe('grouping', () => {
  it('makes one trouble of a broken callee and its failing callers, with the cause at the callee', () => {
    const { snapshot } = CASES['a Service selector that matches nothing']!;
    const [group] = diagnoseGroups(snapshot, WINDOW);
    expect(group!.symptoms.map(({ object: one }) => `${one.kind}/${one.name}`)).toEqual(['Deployment/web', 'Service/cart']);
    expect(group!.chain.map(({ to }) => to.name)).toContain('web');
  });

  it('makes one trouble of all the pods of a node that is down', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      deployment(`svc${index}`, {
        replicas: 10,
        podStatus: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: stamp(4) }] },
      }),
    ).flat();
    const down = node('node-a', {
      ready: {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
        lastTransitionTime: stamp(4),
      },
    });
    const groups = diagnoseGroups(snapshotOf([down, node('node-b'), ...many]), WINDOW);
    expect(groups.map(({ causes }) => causes[0]?.object.name)).toEqual(['node-a']);
    expect(groups[0]!.blastRadius.counts).toMatchObject({ workloads: 50, pods: 500 });
  });

  it('keeps independent troubles apart', () => {
    const image = CASES['a bad image tag']!.snapshot;
    const other = deployment('mail', {
      ready: false,
      container: { resources: { limits: { memory: '32Mi' } } },
      containerStatus: crashing(137, 'OOMKilled'),
    });
    const groups = diagnoseGroups({ ...image, resources: [...image.resources, ...other] }, WINDOW);
    expect(groups.map(({ causes }) => causes[0]?.code)).toEqual(['image.reference_invalid', 'oom.limit_too_low']);
  });
});

describe('no incident', () => {
  const QUIET: Record<string, Snapshot> = {
    'a healthy shop': snapshotOf([...shop(), ...deployment('cart'), service('cart')]),
    'a rollout under way': snapshotOf([
      ...shop(),
      ...deployment('cart', {
        ageMinutes: 0.2,
        ready: false,
        containerStatus: { ready: false, restartCount: 0, state: { running: { startedAt: stamp(0.2) } } },
      }),
      service('cart'),
    ]),
    'pods that started seconds ago': snapshotOf([
      ...shop(),
      ...deployment('cart', { ...waiting('ContainerCreating'), ageMinutes: 0.3 }),
      service('cart'),
    ]),
    'a restart long recovered': snapshotOf([
      ...shop(),
      ...deployment('cart', {
        containerStatus: {
          ready: true,
          restartCount: 1,
          state: { running: { startedAt: stamp(120) } },
          lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: stamp(130), finishedAt: stamp(120) } },
        },
      }),
      service('cart'),
    ]),
    'events of deleted objects': snapshotOf([...shop(), ...deployment('cart'), service('cart')], {
      events: [
        event({ kind: 'Pod', namespace: 'shop', name: 'cart-old-abcde' }, 'Failed', 'Failed to pull image "cart:nope": not found'),
        event({ ...pod('cart'), uid: 'another' }, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500'),
      ],
    }),
    'events of the last object of its kind, where all of that kind were read': {
      ...snapshotOf([...shop(), ...deployment('cart'), service('cart')], {
        events: [
          event({ kind: 'Job', namespace: 'shop', name: 'migrate' }, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
        ],
      }),
      read: { kinds: ['Job'] },
    },
    'a finished job': snapshotOf([
      ...shop(),
      object('Job', 'migrate', { status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] } }),
      object('Pod', 'migrate-abcde', {
        metadata: { name: 'migrate-abcde', namespace: 'shop', ownerReferences: [{ kind: 'Job', name: 'migrate', controller: true }] },
        status: { phase: 'Succeeded' },
      }),
    ]),
    'a workload scaled to zero that nobody calls': snapshotOf([...shop(), ...deployment('batch', { replicas: 0 })]),
    'an empty cluster': snapshotOf([]),
  };

  it.each(Object.entries(QUIET))('of %s', (_, snapshot) => {
    expect(diagnoseGroups(snapshot, WINDOW)).toEqual([]);
    const whole = diagnose(snapshot, WINDOW);
    expect(whole.verdict).toBe('no_incident');
    expect(whole.reason).not.toBe('');
    expect(whole.causes).toEqual([]);
  });
});

/** A seeded generator (mulberry32), so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('the order of the input', () => {
  it.each(Object.entries(CASES))('changes no byte of the answer for %s', (_, { snapshot }) => {
    const expected = JSON.stringify([diagnose(snapshot, WINDOW), diagnoseGroups(snapshot, WINDOW)]);
    const next = random(7);
    for (let round = 0; round < 10; round++) {
      const mixed: Snapshot = {
        ...snapshot,
        resources: shuffled(snapshot.resources, next),
        events: shuffled(snapshot.events, next),
        logs: shuffled(snapshot.logs, next),
        changes: shuffled(snapshot.changes, next),
      };
      expect(JSON.stringify([diagnose(mixed, WINDOW), diagnoseGroups(mixed, WINDOW)])).toBe(expected);
    }
  });
});

describe('malformed input', () => {
  const JUNK = [null, undefined, 0, -1, 1e99, '', 'text', [], {}, true, [null], [[]], { name: 3 }];

  /** A copy with one field somewhere deleted or replaced by something of another type. */
  function mutated(value: unknown, next: () => number): unknown {
    const copy = structuredClone(value);
    let at = copy as Record<string, unknown>;
    for (let depth = 0; depth < 12; depth++) {
      const names = Object.keys(at);
      if (names.length === 0) return copy;
      const name = names[Math.floor(next() * names.length)]!;
      const inner = at[name];
      if (typeof inner === 'object' && inner !== null && next() < 0.85) {
        at = inner as Record<string, unknown>;
        continue;
      }
      if (next() < 0.4) delete at[name];
      else at[name] = JUNK[Math.floor(next() * JUNK.length)];
      return copy;
    }
    return copy;
  }

  it.each(Object.entries(CASES))('never makes it throw: %s', (_, { snapshot }) => {
    const next = random(11);
    let broken: unknown = snapshot;
    for (let round = 0; round < 150; round++) {
      broken = round % 30 === 0 ? snapshot : mutated(broken, next);
      const diagnosis = diagnose(broken as Snapshot, WINDOW);
      expect(['incident', 'no_incident']).toContain(diagnosis.verdict);
      diagnoseGroups(broken as Snapshot, WINDOW);
    }
  });

  it('gives an answer for a snapshot that is nothing at all', () => {
    expect(diagnose({} as Snapshot, WINDOW).verdict).toBe('no_incident');
    expect(diagnoseGroups({ resources: [null, 3, 'x', { kind: 'Pod' }] } as unknown as Snapshot, WINDOW)).toEqual([]);
  });
});

it('names a pod of the workload in the chain', () => {
  const { snapshot } = CASES['a bad image tag']!;
  expect(diagnose(snapshot, WINDOW).chain.map(({ to }) => to.name)).toContain(podName('cart'));
});
