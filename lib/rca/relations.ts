import type { ObjectRef, Relation } from './types.ts';

const WORKLOADS = /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob|Pod|App)$/;
const POLICIES: Record<string, Relation> = {
  Node: 'RUNS_ON',
  ConfigMap: 'USES_CONFIG',
  Secret: 'USES_SECRET',
  ServiceAccount: 'USES_ACCOUNT',
  PersistentVolumeClaim: 'MOUNTS',
  PersistentVolume: 'MOUNTS',
  StorageClass: 'MOUNTS',
  HorizontalPodAutoscaler: 'SCALES',
  ResourceQuota: 'LIMITS',
  LimitRange: 'LIMITS',
  NetworkPolicy: 'RESTRICTS',
  PodDisruptionBudget: 'RESTRICTS',
  Service: 'CALLS',
};

/**
 * The edge of the graph along which trouble goes from one object to the other, by their kinds (docs/architecture.md,
 * "The graph"); null where the graph joins them by none.
 */
export function relationOf(from: ObjectRef, to: ObjectRef): Relation | null {
  if (to.kind === 'Pod' && WORKLOADS.test(from.kind)) return 'OWNS';
  if (to.kind === 'PersistentVolumeClaim' && /^(PersistentVolume|StorageClass)$/.test(from.kind)) return 'BINDS';
  if (to.kind === 'PersistentVolumeClaim' && from.kind === 'ResourceQuota') return 'LIMITS';
  if (from.kind === 'Service' && /^(Ingress|HTTPRoute|Gateway)$/.test(to.kind)) return 'ROUTES_TO';
  if (/^(Ingress|HTTPRoute|Gateway)$/.test(from.kind) && to.kind === 'Service') return 'ROUTES_TO';
  if (!WORKLOADS.test(to.kind)) return WORKLOADS.test(from.kind) && to.kind === 'Service' ? 'SELECTS' : null;
  if (/^(CronJob|Deployment)$/.test(from.kind) && /^(Job|ReplicaSet)$/.test(to.kind)) return 'OWNS';
  return WORKLOADS.test(from.kind) ? 'CALLS' : (POLICIES[from.kind] ?? null);
}
