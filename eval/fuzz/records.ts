import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { hostileText } from './hostile-values.ts';
import { mutated } from './mutations.ts';
import type { Random } from './random.ts';

const KINDS = ['Pod', 'Deployment', 'ReplicaSet', 'Service', 'Node', 'ConfigMap', 'Ingress', 'PersistentVolumeClaim', 'Role', 'Widget'];

/** A stream and the records of a batch for it: valid ones, mutated ones, and some twice. */
export function batchOf(random: Random): { stream: Stream; records: unknown[] } {
  const stream = random.of(STREAMS);
  const records: unknown[] = [];
  for (let i = random.below(6); i >= 0; i--) {
    const record = recordOf(stream, random);
    records.push(random.chance(0.6) ? mutated(record, random) : record);
    if (random.chance(0.1)) records.push(records.at(-1));
  }
  return { stream, records };
}

/** A valid record of a stream, about one of few objects, so that records meet in the graph. */
function recordOf(stream: Stream, random: Random): unknown {
  const [kind, number] = [random.of(KINDS), random.below(30)];
  const name = random.chance(0.1) ? hostileText(random).slice(0, 253) || 'x' : `${kind.toLowerCase()}-${number}`;
  const common = { cluster: random.of(['prod', 'stage']), observedAt: Date.now() - random.below(3_600_000) };
  const object = { kind, namespace: 'shop', name, uid: `${kind}-${number}` };
  switch (stream) {
    case 'state.k8s.resource':
      return { op: random.chance(0.9) ? 'upsert' : 'delete', ...common, object: kubernetesObject(object, random) };
    case 'events.normalized':
      return { eventId: newId(random), ...common, event: eventAbout(object, random) };
    case 'logs.normalized':
      return {
        ...{ eventId: newId(random), ...common, pod: { uid: object.uid, namespace: 'shop', name }, container: 'app', severity: 'error' },
        line: random.chance(0.4) ? hostileText(random).slice(0, 16_000) : 'panic: dial tcp: lookup db.shop.svc: no such host',
      };
    case 'alerts.normalized':
      return {
        ...{ eventId: newId(random), ...common },
        alert: {
          status: random.of(['firing', 'resolved']),
          labels: { alertname: 'Down', pod: name, namespace: 'shop' },
          startsAt: new Date(common.observedAt).toISOString(),
        },
      };
    default:
      return { eventId: newId(random), ...common, resource: object, metric: 'memory_bytes', value: random.below(1e9) };
  }
}

function eventAbout(object: { kind: string; namespace: string; name: string; uid: string }, random: Random) {
  return {
    metadata: { name: `e-${random.below(1e6)}`, namespace: 'shop', uid: newId(random) },
    involvedObject: object,
    type: 'Warning',
    reason: random.of(['FailedScheduling', 'BackOff', 'FailedMount', 'Unhealthy', hostileText(random).slice(0, 1_000)]),
    message: random.of([
      '0/3 nodes are available: 3 Insufficient cpu.',
      'Back-off restarting failed container',
      hostileText(random).slice(0, 32_000),
    ]),
    count: 1,
    lastTimestamp: new Date().toISOString(),
  };
}

function kubernetesObject({ kind, namespace, name, uid }: { kind: string; namespace: string; name: string; uid: string }, random: Random) {
  const labels = { app: `app-${random.below(5)}` };
  const container = {
    ...{ name: 'app', image: 'registry.example/app:1', resources: { requests: { cpu: '100m', memory: '64Mi' } } },
    env: [{ name: 'DB', valueFrom: { configMapKeyRef: { name: 'configmap-1', key: 'db' } } }],
  };
  const pod = {
    nodeName: 'node-1',
    containers: [container],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'persistentvolumeclaim-1' } }],
  };
  return {
    ...{ apiVersion: 'v1', kind },
    metadata: {
      ...{ name, namespace, uid, resourceVersion: String(random.below(1e9)), labels, creationTimestamp: new Date().toISOString() },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'replicaset-1', uid: 'ReplicaSet-1', controller: true }],
      annotations: { note: 'x' },
    },
    spec: {
      ...pod,
      replicas: 2,
      selector: { matchLabels: labels, app: 'app-1' },
      template: { metadata: { labels }, spec: pod },
      ports: [{ port: 80, targetPort: 'http' }],
    },
    status: {
      ...{ phase: random.of(['Running', 'Pending', 'Failed']), replicas: 2, readyReplicas: random.below(3) },
      conditions: [
        { type: 'Ready', status: random.of(['True', 'False', 'Unknown']), reason: 'x', lastTransitionTime: new Date().toISOString() },
      ],
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 5,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1 } },
        },
      ],
    },
    data: { db: 'postgres://db.shop:5432' },
  };
}

function newId(random: Random): string {
  return `${random.below(2 ** 31)}-${random.below(2 ** 31)}`;
}
