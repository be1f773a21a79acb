import type { GraphStore, Observed } from '#lib/graph/index.ts';
import { snapshotOf } from '#lib/graph/index.ts';
import { BEGIN, deployment, kubernetesObject, observed, ownedBy, readyPod, service, timestamp } from '#lib/graph/testing/cluster.ts';
import { applyRecords } from '#lib/graph/testing/projected.ts';
import { writeIncidentToGraph } from '#lib/incidents/incident-graph.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

const at = (seconds: number) => BEGIN + seconds * 1000;
const state = (object: KubernetesObject, seconds: number, op: 'upsert' | 'delete' = 'upsert', cluster = 'prod'): Observed => ({
  stream: 'state.k8s.resource',
  message: observed(object, seconds, op, cluster),
});
const clusterWide = { namespace: null };
let version = 500_000;

/** A later version of an object that somebody wrote. */
function edited(object: KubernetesObject, by: string, seconds: number, change: object): KubernetesObject {
  const lastManager = { manager: by, operation: 'Update', time: timestamp(seconds) };
  return { ...object, ...change, metadata: { ...object.metadata, resourceVersion: String(++version), lastManager } };
}

const waiting = (container: string, reason: string) => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ name: container, ready: false, restartCount: 7, state: { waiting: { reason } } }],
});

function event(uid: string, reason: string, seconds: number, involvedObject: Record<string, string>, message: string): Observed {
  return {
    stream: 'events.normalized',
    message: {
      eventId: `${uid}/1`,
      observedAt: at(seconds),
      cluster: 'prod',
      event: {
        metadata: { name: uid, namespace: 'shop', uid, resourceVersion: '1' },
        involvedObject: { kind: 'Pod', namespace: 'shop', ...involvedObject } as { kind: string; namespace: string; name: string },
        reason,
        message,
        type: 'Warning',
        lastTimestamp: timestamp(seconds),
      },
    },
  };
}

function alert(alertname: string, labels: Record<string, string>, seconds: number): Observed {
  const body = { status: 'firing' as const, labels: { alertname, ...labels }, annotations: {}, startsAt: timestamp(seconds) };
  return { stream: 'alerts.normalized', message: { eventId: alertname, observedAt: at(seconds), cluster: 'prod', alert: body } };
}

/**
 * A shop of two workloads, of which one crashes since its settings were changed, beside what every query of the library is about: a
 * workload with rights that it should not have, a node that is away, a quota that is used up, objects that nothing uses.
 */
function records(): Observed[] {
  const web = deployment('web', 2, {
    serviceAccountName: 'runner',
    containers: [
      {
        name: 'web',
        image: 'web:1',
        env: [{ name: 'DB', value: 'postgres://db:5432/shop' }],
        envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'db-password' } }],
        resources: { requests: { cpu: '100m' } },
      },
    ],
  });
  web.metadata.labels = { app: 'web', team: 'checkout' };
  const replicas = kubernetesObject('ReplicaSet', 'web-1a', {
    metadata: ownedBy(web),
    spec: { replicas: 2 },
    status: { readyReplicas: 1 },
  });
  const podOf = (name: string, extra: { status?: object } = {}) =>
    readyPod(name, 'web', {
      metadata: { labels: { app: 'web' }, ...ownedBy(replicas) },
      spec: { containers: [{ name: 'web', image: 'web:1', envFrom: [{ configMapRef: { name: 'settings' } }] }] },
      ...extra,
    });
  const db = kubernetesObject('StatefulSet', 'db', {
    metadata: { labels: { app: 'db' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'db' } },
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '1Gi' } } } }],
      template: {
        metadata: { labels: { app: 'db' } },
        spec: {
          hostNetwork: true,
          containers: [
            {
              name: 'db',
              image: 'db:latest',
              envFrom: [{ secretRef: { name: 'db-password' } }, { secretRef: { name: 'ghost' } }],
              securityContext: { privileged: true, allowPrivilegeEscalation: true, runAsUser: 0 },
            },
          ],
          volumes: [{ name: 'host', hostPath: { path: '/var' } }],
        },
      },
    },
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 },
  });
  const settings = kubernetesObject('ConfigMap', 'settings', { data: { LEVEL: 'hash-1' } });
  const gone = kubernetesObject('ConfigMap', 'old-settings');
  const moved = service('moved', 'web');
  const claim = (name: string) => kubernetesObject('PersistentVolumeClaim', name, { spec: { storageClassName: 'standard' } });
  const objects: KubernetesObject[] = [
    kubernetesObject('Node', 'node-1', { ...clusterWide, status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    kubernetesObject('Node', 'node-2', { ...clusterWide, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }),
    kubernetesObject('Namespace', 'shop', clusterWide),
    kubernetesObject('Namespace', 'lab', clusterWide),
    kubernetesObject('StorageClass', 'standard', clusterWide),
    kubernetesObject('ServiceAccount', 'runner'),
    kubernetesObject('Secret', 'db-password', { type: 'Opaque' }),
    kubernetesObject('Secret', 'certificate', { type: 'kubernetes.io/tls', tls: { notAfter: timestamp(-60) } }),
    settings,
    gone,
    web,
    replicas,
    podOf('web-1'),
    podOf('web-2', { status: waiting('web', 'CrashLoopBackOff') }),
    podOf('web-3', { status: waiting('web', 'CrashLoopBackOff') }),
    db,
    readyPod('db-0', 'db', { metadata: { labels: { app: 'db' }, ...ownedBy(db) } }),
    service('web'),
    service('db'),
    service('nobody'),
    kubernetesObject('Service', 'door', { spec: { type: 'LoadBalancer', selector: { app: 'web' } } }),
    moved,
    kubernetesObject('Ingress', 'shop', { spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }] } }),
    kubernetesObject('NetworkPolicy', 'web', { spec: { podSelector: { matchLabels: { app: 'web' } } } }),
    kubernetesObject('HorizontalPodAutoscaler', 'web', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } }),
    kubernetesObject('ResourceQuota', 'quota', { status: { hard: { pods: '4' }, used: { pods: '4' } } }),
    claim('data'),
    readyPod('lonely', 'lonely', {
      metadata: { namespace: 'lab', uid: 'pod-lab-lonely', creationTimestamp: timestamp(-30) },
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }], containerStatuses: [] },
    }),
  ];
  const scaled = edited(web, 'kubectl', 110, { spec: { ...(web.spec as object), replicas: 3 } });
  const template = (scaled.spec as { template: { spec: { containers: object[] } } }).template;
  const newImage = { ...template, spec: { ...template.spec, containers: [{ ...template.spec.containers[0], image: 'web:2' }] } };
  return [
    ...objects.map((object, i) => state(object, i)),
    state(service('elsewhere'), 40, 'upsert', 'staging'),
    state(edited(settings, 'argocd', 100, { data: { LEVEL: 'hash-2' } }), 101),
    state(scaled, 111),
    state(edited(scaled, 'kubectl', 120, { spec: { ...(scaled.spec as object), template: newImage } }), 121),
    state(edited(moved, 'kubectl', 130, { spec: { ...(moved.spec as object), selector: { app: 'new' } } }), 131),
    state(kubernetesObject('ConfigMap', 'fresh', { metadata: { creationTimestamp: timestamp(140) } }), 141),
    state(gone, 150, 'delete'),
    event('e-crash', 'BackOff', 160, { name: 'web-2', uid: 'pod-shop-web-2' }, 'Back-off restarting failed container'),
    event('e-probe', 'Unhealthy', 161, { name: 'web-1', uid: 'pod-shop-web-1' }, 'Readiness probe failed once'),
    event('e-unknown', 'Lost', 162, { kind: 'Widget', name: 'w', uid: 'widget-w' }, 'of a kind that nobody reports'),
    alert('Crashing', { namespace: 'shop', deployment: 'web' }, 170),
    alert('NodeBusy', { node: 'node-1' }, 171),
    ...[180, 181].map(
      (seconds): Observed => ({
        stream: 'logs.normalized',
        message: {
          eventId: `line-${seconds}`,
          observedAt: at(seconds),
          cluster: 'prod',
          pod: { uid: 'pod-shop-web-2', namespace: 'shop', name: 'web-2' },
          container: 'web',
          severity: 'fatal',
          line: 'unknown LEVEL',
        },
      }),
    ),
    ...[
      { seconds: 190, value: 1.5 },
      { seconds: 191, value: 2.5 },
    ].map(
      ({ seconds, value }): Observed => ({
        stream: 'metrics.normalized',
        message: {
          eventId: `m-${seconds}`,
          observedAt: at(seconds),
          cluster: 'prod',
          resource: { kind: 'Node', name: 'node-1' },
          metric: 'cpu_cores',
          value,
        },
      }),
    ),
  ];
}

const ref = (kind: string, name: string) => ({ kind, namespace: 'shop', name });

/** What an incident's node and edges are made of. */
function diagnosis(...codes: [code: string, kind: string, name: string, confidence: number][]): Diagnosis {
  const pod = ref('Pod', 'web-2');
  return {
    symptoms: [{ object: pod }],
    causes: codes.map(([code, kind, name, confidence], i) => ({
      rank: i + 1,
      code,
      object: ref(kind, name),
      confidence,
      tier: 'likely',
      evidenceFor: [],
    })),
    chain: [{ from: ref('ConfigMap', 'settings'), to: pod, relation: 'USES_CONFIG', mechanism: 'reads its settings' }],
  } as unknown as Diagnosis;
}

/** Fills a client's graph with the shop and its three incidents, the way the graph-builder does. */
export async function fillShop(store: GraphStore, tenantId: string): Promise<void> {
  await applyRecords(store, tenantId, records());
  const window = { from: at(-3600), to: at(200) };
  const snapshot = await snapshotOf(store, tenantId, 'prod', window);
  const incidents = [
    {
      number: 2,
      openedAt: at(-7200),
      closedAt: at(-3600),
      title: 'web crashed',
      diagnosis: diagnosis(['app.config', 'Deployment', 'web', 0.9]),
    },
    {
      number: 3,
      openedAt: at(-600),
      closedAt: at(-540),
      title: 'db was away',
      diagnosis: diagnosis(['node.not_ready', 'StatefulSet', 'db', 0.6]),
    },
    {
      number: 1,
      openedAt: at(155),
      closedAt: null,
      title: 'web crashes',
      diagnosis: diagnosis(['app.config', 'Deployment', 'web', 0.8], ['config.changed', 'ConfigMap', 'settings', 0.5]),
    },
  ];
  for (const one of incidents) {
    const status = one.closedAt === null ? ('open' as const) : ('closed' as const);
    await writeIncidentToGraph(store, tenantId, { id: `incident-${one.number}`, cluster: 'prod', status, ...one }, snapshot, window);
  }
}
