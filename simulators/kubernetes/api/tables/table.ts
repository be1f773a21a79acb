import type { Obj } from '../../store/object.ts';
import type { Column } from './columns.ts';
import { ENDPOINT_SLICE, ENDPOINTS, INGRESS, NETWORK_POLICY, SERVICE } from './network.ts';
import { BINDING, CONFIG_MAP, EVENT, LEASE, NAMESPACE, NODE, PLAIN, QUOTA, SECRET, SERVICE_ACCOUNT, WEBHOOKS } from './others.ts';
import { POD } from './pod.ts';
import { CLAIM, STORAGE_CLASS, VOLUME } from './storage.ts';
import { AUTOSCALER, CRON_JOB, DAEMON_SET, DEPLOYMENT, DISRUPTION_BUDGET, JOB, REPLICA_SET, STATEFUL_SET } from './workloads.ts';

/** The columns of `kubectl get` for each kind: names, order and texts of the printers of the API server v1.34. */
const COLUMNS: Record<string, Column[]> = {
  Pod: POD,
  Deployment: DEPLOYMENT,
  ReplicaSet: REPLICA_SET,
  StatefulSet: STATEFUL_SET,
  DaemonSet: DAEMON_SET,
  Job: JOB,
  CronJob: CRON_JOB,
  HorizontalPodAutoscaler: AUTOSCALER,
  PodDisruptionBudget: DISRUPTION_BUDGET,
  Service: SERVICE,
  Endpoints: ENDPOINTS,
  EndpointSlice: ENDPOINT_SLICE,
  Ingress: INGRESS,
  NetworkPolicy: NETWORK_POLICY,
  Node: NODE,
  Event: EVENT,
  Namespace: NAMESPACE,
  ConfigMap: CONFIG_MAP,
  Secret: SECRET,
  ServiceAccount: SERVICE_ACCOUNT,
  PersistentVolumeClaim: CLAIM,
  PersistentVolume: VOLUME,
  StorageClass: STORAGE_CLASS,
  ResourceQuota: QUOTA,
  Lease: LEASE,
  RoleBinding: BINDING,
  ClusterRoleBinding: BINDING,
  ValidatingWebhookConfiguration: WEBHOOKS,
  MutatingWebhookConfiguration: WEBHOOKS,
};

/** How much of each object a row carries besides its cells. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  /** Epoch ms, for ages. */
  now: number;
  include: IncludeObject;
  /** Metadata of the list. */
  metadata: Record<string, unknown>;
  /** False omits the column definitions, as in a watch after its first event. */
  header?: boolean;
}

/** A Table (meta.k8s.io/v1) of objects of one kind. */
export function tableOf(kind: string, objects: readonly Obj[], { now, include, metadata, header = true }: TableOptions): object {
  const columns = COLUMNS[kind] ?? PLAIN;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: header
      ? columns.map(({ name, type, wide }) => ({
          name,
          type,
          format: name === 'Name' ? 'name' : '',
          description: '',
          priority: wide ? 1 : 0,
        }))
      : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      ...(include !== 'None' && { object: include === 'Object' ? object : partialOf(object) }),
    })),
  };
}

/** The metadata of an object (meta.k8s.io/v1 PartialObjectMetadata). */
export function partialOf({ metadata }: Obj): object {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
