/** The Kubernetes kinds that the product knows, a row each. Everything that depends on a kind reads this table. */

/** Columns of the topology map, from outside to what everything stands on, as requests go. */
export const MAP_COLUMNS = ['edge', 'service', 'workload', 'foundation'] as const;
export type MapColumn = (typeof MAP_COLUMNS)[number];

/** Shapes in the topology map, as cytoscape names them. */
export type MapShape = 'round-rectangle' | 'ellipse' | 'hexagon' | 'diamond' | 'tag' | 'barrel';

/** A kind that can be listed and watched: where its API is, and whether its objects live in namespaces. */
export interface WatchedKind<Name extends string = string> {
  kind: Name;
  apiVersion: string;
  /** The plural in the path of the API. */
  resource: string;
  namespaced: boolean;
  /** Read in this namespace only. */
  onlyNamespace?: string;
  /** How many objects to ask for at a time, where the usual page would be too large: a definition with its schemas has up to 1 MiB. */
  pageSize?: number;
}

/** A streamed kind, and what agent, chart, graph and map do with it. */
export interface Kind<Name extends string = string> extends WatchedKind<Name> {
  /** Its column and its shape in the topology map. */
  column: MapColumn;
  shape: MapShape;
  /** Whether the map leaves it out: always, because it is bookkeeping, or where nothing is related to it. */
  hidden?: 'always' | 'unless used';
  /** Labels of alerts that name an object of the kind; empty where none does. */
  alertLabels: readonly string[];
  /**
   * What the agent keeps besides metadata. `whole`: everything, with secrets masked. `hashes`: of ConfigMaps and
   * Secrets the keys and a hash of each value.
   */
  keeps: 'whole' | 'hashes';
  /** Fields that never leave the cluster, as paths; they are large or change with every heartbeat. */
  drops?: readonly string[];
  /** Fields that change all the time and mean little: an object that differs only in them is sent at most every 30 s. */
  restless?: readonly string[];
  /**
   * The time that a holder renews again and again. It is left out while the holder renews it, so that a renewal is no
   * record, and sent once the holder has stopped.
   */
  renewed?: string;
}

const row = <Name extends string>(
  apiVersion: string,
  kind: Name,
  resource: string,
  column: MapColumn,
  more: Partial<Kind> = {},
): Kind<Name> => ({
  apiVersion,
  resource,
  column,
  namespaced: true,
  alertLabels: [],
  keeps: 'whole',
  shape: 'round-rectangle',
  ...more,
  kind,
});

/** A kind without namespaces that is bookkeeping to a reader of the map. */
const internal = <Name extends string>(apiVersion: string, kind: Name, resource: string, more: Partial<Kind> = {}): Kind<Name> =>
  row(apiVersion, kind, resource, 'foundation', { namespaced: false, hidden: 'always', ...more });

const ADMISSION = 'admissionregistration.k8s.io/v1';
const RBAC = 'rbac.authorization.k8s.io/v1';
const GATEWAY = 'gateway.networking.k8s.io/v1';
const STORAGE = 'storage.k8s.io/v1';

const ROWS = [
  row('v1', 'Namespace', 'namespaces', 'foundation', { namespaced: false, hidden: 'unless used', alertLabels: ['namespace'] }),
  row('v1', 'Node', 'nodes', 'foundation', {
    namespaced: false,
    shape: 'hexagon',
    alertLabels: ['node'],
    drops: ['status.images', 'status.volumesInUse', 'status.volumesAttached', 'status.conditions[].lastHeartbeatTime'],
  }),
  row('apps/v1', 'Deployment', 'deployments', 'workload', { alertLabels: ['deployment'] }),
  row('apps/v1', 'StatefulSet', 'statefulsets', 'workload', { alertLabels: ['statefulset'] }),
  row('apps/v1', 'DaemonSet', 'daemonsets', 'workload', { alertLabels: ['daemonset'] }),
  row('batch/v1', 'CronJob', 'cronjobs', 'workload', { alertLabels: ['cronjob'] }),
  row('batch/v1', 'Job', 'jobs', 'workload', { alertLabels: ['job_name'] }),
  row('apps/v1', 'ReplicaSet', 'replicasets', 'workload'),
  row('v1', 'ReplicationController', 'replicationcontrollers', 'workload'),
  row('v1', 'Pod', 'pods', 'workload', { alertLabels: ['pod'] }),
  row('v1', 'Service', 'services', 'service', { shape: 'ellipse', alertLabels: ['service'] }),
  row('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', 'foundation', { hidden: 'always' }),
  row('networking.k8s.io/v1', 'Ingress', 'ingresses', 'edge', { shape: 'diamond', alertLabels: ['ingress'] }),
  row('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', 'edge'),
  row('v1', 'ConfigMap', 'configmaps', 'foundation', { keeps: 'hashes', hidden: 'unless used', shape: 'tag' }),
  row('v1', 'Secret', 'secrets', 'foundation', { keeps: 'hashes', hidden: 'unless used', shape: 'tag' }),
  row('v1', 'ServiceAccount', 'serviceaccounts', 'foundation', { hidden: 'unless used' }),
  row('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'foundation', { shape: 'barrel', alertLabels: ['persistentvolumeclaim'] }),
  row('v1', 'PersistentVolume', 'persistentvolumes', 'foundation', {
    namespaced: false,
    shape: 'barrel',
    hidden: 'unless used',
    alertLabels: ['persistentvolume'],
  }),
  row(STORAGE, 'StorageClass', 'storageclasses', 'foundation', { namespaced: false, hidden: 'unless used' }),
  internal(STORAGE, 'VolumeAttachment', 'volumeattachments'),
  internal(STORAGE, 'CSIDriver', 'csidrivers'),
  internal(STORAGE, 'CSINode', 'csinodes'),
  internal('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses'),
  internal('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses'),
  row('v1', 'ResourceQuota', 'resourcequotas', 'foundation', { alertLabels: ['resourcequota'] }),
  row('v1', 'LimitRange', 'limitranges', 'foundation'),
  row('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'edge', {
    alertLabels: ['horizontalpodautoscaler'],
    restless: ['status.currentMetrics'],
  }),
  row('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'edge', { alertLabels: ['poddisruptionbudget'] }),
  row(ADMISSION, 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'foundation', { namespaced: false }),
  row(ADMISSION, 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'foundation', { namespaced: false }),
  internal(RBAC, 'ClusterRole', 'clusterroles'),
  internal(RBAC, 'ClusterRoleBinding', 'clusterrolebindings'),
  row(RBAC, 'Role', 'roles', 'foundation', { hidden: 'always' }),
  row(RBAC, 'RoleBinding', 'rolebindings', 'foundation', { hidden: 'always' }),
  internal('apiregistration.k8s.io/v1', 'APIService', 'apiservices', { drops: ['spec.caBundle'] }),
  internal('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', {
    pageSize: 20,
    drops: [
      'spec.versions[].schema',
      'spec.versions[].additionalPrinterColumns',
      'spec.versions[].selectableFields',
      'spec.conversion.webhook.clientConfig.caBundle',
    ],
  }),
  internal('networking.k8s.io/v1', 'IngressClass', 'ingressclasses'),
  internal(GATEWAY, 'GatewayClass', 'gatewayclasses'),
  row(GATEWAY, 'Gateway', 'gateways', 'edge', { shape: 'diamond' }),
  row(GATEWAY, 'HTTPRoute', 'httproutes', 'edge', { shape: 'diamond' }),
  row(GATEWAY, 'GRPCRoute', 'grpcroutes', 'edge', { shape: 'diamond' }),
  row('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'referencegrants', 'edge', { hidden: 'always' }),
  row('coordination.k8s.io/v1', 'Lease', 'leases', 'foundation', {
    onlyNamespace: 'kube-system',
    hidden: 'always',
    renewed: 'spec.renewTime',
    drops: ['spec.renewTime'],
  }),
] as const;

/** The name of a streamed kind: a rule cannot ask for the objects of any other (see `Inventory.of` in lib/rca). */
export type StreamedKind = (typeof ROWS)[number]['kind'];

/**
 * The kinds whose state is streamed, in the order in which a first list reads them: what others depend on comes first.
 * The chart grants the right to read exactly these (`node scripts/chart-rbac.ts` writes its rules from this table). Those
 * that a cluster does not serve are skipped.
 */
export const STATE_KINDS: readonly Kind[] = ROWS;

/** core/v1 Events: evidence, not state. */
export const EVENT_KIND: WatchedKind = { kind: 'Event', apiVersion: 'v1', resource: 'events', namespaced: true };

/** Pods by themselves, for a log collector that runs without the state watcher. */
export const POD_KIND: WatchedKind = { kind: 'Pod', apiVersion: 'v1', resource: 'pods', namespaced: true };

const BY_NAME: ReadonlyMap<string, Kind> = new Map(STATE_KINDS.map((kind) => [kind.kind, kind]));

/** The row of a streamed kind; undefined for a kind that is not streamed. */
export function kindOf(kind: string): Kind | undefined {
  return BY_NAME.get(kind);
}

/** The API group of a kind: empty for the core group. */
export function groupOf({ apiVersion }: Pick<WatchedKind, 'apiVersion'>): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The path of a kind's collection, in one namespace or (undefined) in the whole cluster. */
export function collectionPath({ apiVersion, resource }: WatchedKind, namespace: string | undefined): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return namespace === undefined ? `${root}/${resource}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
}

/**
 * The namespaces in which a kind is to be listed, undefined standing for the whole cluster. An empty `namespaces` means
 * all of them; kinds without namespaces are always read whole.
 */
export function scopesOf({ namespaced, onlyNamespace }: WatchedKind, namespaces: readonly string[]): (string | undefined)[] {
  if (onlyNamespace !== undefined) return [onlyNamespace];
  return namespaced && namespaces.length > 0 ? [...namespaces] : [undefined];
}

/** An object as the API server gives it: what every object has; the rest is read defensively. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: { name: string; uid: string; namespace?: string; resourceVersion?: string; [field: string]: unknown };
  [field: string]: unknown;
}
