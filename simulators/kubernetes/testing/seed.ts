import { isoTime, type NewObj, type Obj } from '../store/object.ts';
import { Store } from '../store/store.ts';

/** The current time in the small cluster of the tests. */
export const SEED_NOW = Date.parse('2026-03-01T12:00:00Z');

const ago = (seconds: number) => isoTime(SEED_NOW - seconds * 1000);

/**
 * A store with a small shop that does not change: two nodes; Deployment `web` with its ReplicaSet, two running pods and
 * their Service; a pod `broken` whose container crashes; ConfigMap, Secret, an event, and a service account that may read
 * pods.
 */
export function seededStore(): Store {
  const store = new Store({ now: () => SEED_NOW });
  for (const name of ['default', 'kube-system', 'shop'])
    store.create({ kind: 'Namespace', metadata: { name, creationTimestamp: ago(3600) }, spec: {}, status: { phase: 'Active' } });
  store.create(node('node-1', { 'node-role.kubernetes.io/control-plane': '' }));
  store.create(node('node-2', {}));
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: {
      containers: [{ name: 'web', image: 'shop/web:1.0', ports: [{ containerPort: 8080 }], env: [{ name: 'MODE', value: 'live' }] }],
    },
  };
  const deployment = store.create({
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', generation: 1, labels: { app: 'web' }, creationTimestamp: ago(3600) },
    spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template, strategy: { type: 'RollingUpdate' } },
    status: { observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2 },
  });
  const set = store.create({
    kind: 'ReplicaSet',
    metadata: {
      name: 'web-7c9f',
      namespace: 'shop',
      generation: 1,
      creationTimestamp: ago(3600),
      labels: { app: 'web', 'pod-template-hash': '7c9f' },
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [owner(deployment)],
    },
    spec: { replicas: 2, selector: { matchLabels: { app: 'web', 'pod-template-hash': '7c9f' } }, template },
    status: { replicas: 2, readyReplicas: 2 },
  });
  for (const [index, name] of ['web-7c9f-aaaaa', 'web-7c9f-bbbbb'].entries())
    store.create(pod(name, `node-${index + 1}`, 'web', { running: { startedAt: ago(3500) } }, { ownerReferences: [owner(set)] }));
  store.create(
    pod('broken', 'node-1', 'worker', { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } }),
  );
  store.create({
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: ago(3600) },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.0.0.7',
      clusterIPs: ['10.0.0.7'],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
      selector: { app: 'web' },
    },
  });
  store.create({
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop', creationTimestamp: ago(3600) },
    data: { mode: 'live' },
  });
  store.create({
    kind: 'Secret',
    metadata: { name: 'login', namespace: 'shop', creationTimestamp: ago(3600) },
    type: 'Opaque',
    data: { user: 'YWRtaW4=' },
  });
  store.create(event(store.get('Pod', 'shop', 'broken')));
  store.create({ kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'shop', creationTimestamp: ago(3600) } });
  store.create({
    kind: 'Role',
    metadata: { name: 'reader', namespace: 'shop', creationTimestamp: ago(3600) },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    ],
  });
  store.create({
    kind: 'RoleBinding',
    metadata: { name: 'reader', namespace: 'shop', creationTimestamp: ago(3600) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'shop' }],
  });
  return store;
}

function owner({ apiVersion, kind, metadata }: Obj) {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
}

function node(name: string, labels: Record<string, string>): NewObj {
  return {
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels }, creationTimestamp: ago(90_000) },
    spec: {},
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastHeartbeatTime: ago(10), lastTransitionTime: ago(90_000) }],
      addresses: [{ type: 'InternalIP', address: '10.1.0.1' }],
      capacity: { cpu: '4', memory: '8Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      nodeInfo: {
        kubeletVersion: 'v1.34.4',
        osImage: 'Debian GNU/Linux 12',
        kernelVersion: '6.1.0',
        containerRuntimeVersion: 'containerd://2.1.0',
      },
    },
  };
}

function pod(name: string, nodeName: string, container: string, state: object, metadata: object = {}): NewObj {
  const running = 'running' in state;
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: container }, creationTimestamp: ago(3600), ...metadata },
    spec: {
      nodeName,
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      containers: [{ name: container, image: `shop/${container}:1.0` }],
    },
    status: {
      phase: 'Running',
      podIP: '10.2.0.1',
      podIPs: [{ ip: '10.2.0.1' }],
      startTime: ago(3600),
      conditions: [
        { type: 'Initialized', status: 'True' },
        { type: 'Ready', status: running ? 'True' : 'False' },
      ],
      containerStatuses: [
        {
          name: container,
          image: `shop/${container}:1.0`,
          ready: running,
          started: running,
          restartCount: running ? 0 : 3,
          state,
          ...(!running && { lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(30), finishedAt: ago(25) } } }),
        },
      ],
    },
  };
}

function event({ kind, metadata }: Obj): NewObj {
  return {
    kind: 'Event',
    metadata: { name: 'broken.17a1', namespace: 'shop', creationTimestamp: ago(600) },
    involvedObject: {
      apiVersion: 'v1',
      kind,
      name: metadata.name,
      namespace: 'shop',
      uid: metadata.uid,
      fieldPath: 'spec.containers{worker}',
    },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container worker in pod broken_shop',
    source: { component: 'kubelet', host: 'node-1' },
    firstTimestamp: ago(600),
    lastTimestamp: ago(20),
    count: 12,
  };
}
