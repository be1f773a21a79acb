import { describe, expect, it } from 'vitest';
import { risksOf } from '#lib/rca/risks/index.ts';
import type { Snapshot } from '#lib/rca/types.ts';
import { drivenCluster } from '#simulators/kubernetes/cluster/testing/driven.ts';
import { KINDS } from '#simulators/kubernetes/store/kinds.ts';
import { historyOf } from '#simulators/kubernetes/testing/history.ts';
import { snapshotOfCluster } from './cluster-snapshot.ts';

const READ = { kinds: KINDS.map(({ kind }) => kind) };

/** An object of kube-system as kubeadm makes it. */
const object = (kind: string, name: string, body: object) => ({
  kind,
  metadata: { name, namespace: 'kube-system', uid: `uid-${kind}-${name}`, creationTimestamp: '2026-11-01T00:00:00Z' },
  ...body,
});
const workload = (kind: string, name: string, spec: object) =>
  object(kind, name, { spec: { replicas: 2, template: { metadata: { labels: { 'k8s-app': name } }, spec } } });
const mounted = (configMap: string) => [{ name: 'config', configMap: { name: configMap } }];
const staticPod = (name: string, port: number) =>
  object('Pod', `${name}-master-1`, {
    spec: {
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      containers: [{ name, image: `registry.k8s.io/${name}:v1.34.0`, livenessProbe: { httpGet: { port, path: '/livez' } } }],
    },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [{ name, ready: true }] },
  });

/** kube-system of a plain kubeadm cluster, reduced to what a check looks at. */
const KUBEADM = [
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name, index) => staticPod(name, 2381 + index)),
  workload('Deployment', 'kube-dns', {
    priorityClassName: 'system-cluster-critical',
    serviceAccountName: 'coredns',
    volumes: mounted('coredns'),
    containers: [
      {
        name: 'coredns',
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { name: 'dns-tcp', containerPort: 53 },
          { name: 'metrics', containerPort: 9153 },
        ],
        livenessProbe: { httpGet: { port: 8080, path: '/health' } },
        readinessProbe: { httpGet: { port: 8181, path: '/ready' } },
      },
    ],
  }),
  workload('DaemonSet', 'kube-proxy', {
    priorityClassName: 'system-node-critical',
    serviceAccountName: 'kube-proxy',
    volumes: mounted('kube-proxy'),
    containers: [{ name: 'kube-proxy', env: [{ name: 'NODE_NAME' }] }],
  }),
  object('Service', 'kube-dns', { spec: { selector: { 'k8s-app': 'kube-dns' }, ports: [{ port: 53, targetPort: 53, protocol: 'UDP' }] } }),
  ...['coredns', 'kube-proxy'].flatMap((name) => [object('ConfigMap', name, {}), object('ServiceAccount', name, {})]),
  ...['system-node-critical', 'system-cluster-critical'].map((name) => ({ ...object('PriorityClass', name, {}), metadata: { name } })),
  object('Role', 'kube-proxy', { rules: [] }),
  object('RoleBinding', 'kube-proxy', { roleRef: { kind: 'Role', name: 'kube-proxy' } }),
];

describe('a calm cluster shows no risk', () => {
  it('simulated, as its dump and as the live graph has it', () => {
    const driven = drivenCluster();
    driven.pass(110);
    const history = historyOf(driven);
    driven.pass(120);
    for (const snapshot of [snapshotOfCluster(driven), snapshotOfCluster(driven, history)])
      expect(risksOf({ ...snapshot, read: READ }).risks.map(({ text }) => text)).toEqual([]);
  });

  it('kube-system of a plain kubeadm cluster', () => {
    const kinds = [...new Set(KUBEADM.map(({ kind }) => kind))];
    const snapshot: Snapshot = {
      collectedAt: Date.UTC(2026, 10, 28),
      resources: KUBEADM,
      events: [],
      logs: [],
      alerts: [],
      metrics: [],
      changes: [],
      read: { kinds: [...kinds, 'StatefulSet', 'Job', 'CronJob', 'ReplicaSet', 'Secret'] },
    };
    expect(risksOf(snapshot)).toEqual({ risks: [], unchecked: [] });
  });
});

it('the faults of the simulated cluster that are seen before anything fails are risks', () => {
  const driven = drivenCluster();
  driven.pass(110);
  driven.cluster.faults.on('missing-secret');
  driven.pass(60);
  const { risks } = risksOf({ ...snapshotOfCluster(driven), read: READ });
  expect(risks).toContainEqual(expect.objectContaining({ code: 'reference.missing', severity: 'high' }));
});
