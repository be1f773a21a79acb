/** The Kubernetes kinds that the product knows, a row each. Everything that depends on a kind reads this table. */

/** Columns of the topology map, from outside to what everything stands on, as requests go. */
export const MAP_COLUMNS = ['edge', 'service', 'workload', 'foundation'] as const;
export type MapColumn = (typeof MAP_COLUMNS)[number];

/** Shapes in the topology map, as cytoscape names them. */
export type MapShape = 'round-rectangle' | 'ellipse' | 'hexagon' | 'diamond' | 'tag' | 'barrel';

/** A kind that can be listed and watched: where its API is, and whether its objects live in namespaces. */
export interface WatchedKind {
  kind: string;
  apiVersion: string;
  /** The plural in the path of the API. */
  resource: string;
  namespaced: boolean;
  /** Read in this namespace only. */
  onlyNamespace?: string;
}

/** A streamed kind, and what agent, chart, graph and map do with it. */
export interface Kind extends WatchedKind {
  /** Its column and its shape in the topology map. */
  column: MapColumn;
  shape: MapShape;
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
}

const row = (apiVersion: string, kind: string, resource: string, column: MapColumn, more: Partial<Kind> = {}): Kind => ({
  kind,
  apiVersion,
  resource,
  column,
  namespaced: true,
  alertLabels: [],
  keeps: 'whole',
  shape: 'round-rectangle',
  ...more,
});

const ADMISSION = 'admissionregistration.k8s.io/v1';

/**
 * The kinds whose state is streamed, in the order in which a first list reads them: what others depend on comes first.
 * The chart grants the right to read exactly these (`node scripts/chart-rbac.ts` writes its rules from this table).
 */
export const STATE_KINDS: readonly Kind[] = [
  row('v1', 'Namespace', 'namespaces', 'foundation', { namespaced: false, alertLabels: ['namespace'] }),
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
  row('v1', 'Pod', 'pods', 'workload', { alertLabels: ['pod'] }),
  row('v1', 'Service', 'services', 'service', { shape: 'ellipse', alertLabels: ['service'] }),
  row('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', 'foundation'),
  row('networking.k8s.io/v1', 'Ingress', 'ingresses', 'edge', { shape: 'diamond', alertLabels: ['ingress'] }),
  row('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', 'edge'),
  row('v1', 'ConfigMap', 'configmaps', 'foundation', { keeps: 'hashes', shape: 'tag' }),
  row('v1', 'Secret', 'secrets', 'foundation', { keeps: 'hashes', shape: 'tag' }),
  row('v1', 'ServiceAccount', 'serviceaccounts', 'foundation'),
  row('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'foundation', { shape: 'barrel', alertLabels: ['persistentvolumeclaim'] }),
  row('v1', 'PersistentVolume', 'persistentvolumes', 'foundation', {
    namespaced: false,
    shape: 'barrel',
    alertLabels: ['persistentvolume'],
  }),
  row('storage.k8s.io/v1', 'StorageClass', 'storageclasses', 'foundation', { namespaced: false }),
  row('v1', 'ResourceQuota', 'resourcequotas', 'foundation', { alertLabels: ['resourcequota'] }),
  row('v1', 'LimitRange', 'limitranges', 'foundation'),
  row('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'edge', {
    alertLabels: ['horizontalpodautoscaler'],
    restless: ['status.currentMetrics'],
  }),
  row('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'edge', { alertLabels: ['poddisruptionbudget'] }),
  row(ADMISSION, 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'foundation', { namespaced: false }),
  row(ADMISSION, 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'foundation', { namespaced: false }),
  row('coordination.k8s.io/v1', 'Lease', 'leases', 'foundation', { onlyNamespace: 'kube-system', restless: ['spec.renewTime'] }),
];

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
