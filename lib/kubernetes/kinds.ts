/** A kind that the agent watches: where its API is, and whether its objects live in namespaces. */
export interface WatchedKind {
  kind: string;
  apiVersion: string;
  /** The plural in the API's path. */
  resource: string;
  namespaced: boolean;
  /** Watched in this namespace only. */
  onlyNamespace?: string;
}

const kind = (apiVersion: string, kindName: string, resource: string, namespaced = true): WatchedKind => ({
  kind: kindName,
  apiVersion,
  resource,
  namespaced,
});

/** The kinds whose state is streamed, in the order in which a first list reads them: what others hang on comes first. The chart's ClusterRole allows exactly these. */
export const STATE_KINDS: readonly WatchedKind[] = [
  kind('v1', 'Namespace', 'namespaces', false),
  kind('v1', 'Node', 'nodes', false),
  kind('apps/v1', 'Deployment', 'deployments'),
  kind('apps/v1', 'StatefulSet', 'statefulsets'),
  kind('apps/v1', 'DaemonSet', 'daemonsets'),
  kind('batch/v1', 'CronJob', 'cronjobs'),
  kind('batch/v1', 'Job', 'jobs'),
  kind('apps/v1', 'ReplicaSet', 'replicasets'),
  kind('v1', 'Pod', 'pods'),
  kind('v1', 'Service', 'services'),
  kind('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  kind('networking.k8s.io/v1', 'Ingress', 'ingresses'),
  kind('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
  kind('v1', 'ConfigMap', 'configmaps'),
  kind('v1', 'Secret', 'secrets'),
  kind('v1', 'ServiceAccount', 'serviceaccounts'),
  kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  kind('v1', 'PersistentVolume', 'persistentvolumes', false),
  kind('storage.k8s.io/v1', 'StorageClass', 'storageclasses', false),
  kind('v1', 'ResourceQuota', 'resourcequotas'),
  kind('v1', 'LimitRange', 'limitranges'),
  kind('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  kind('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', false),
  kind('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', false),
  { ...kind('coordination.k8s.io/v1', 'Lease', 'leases'), onlyNamespace: 'kube-system' },
];

/** core/v1 Events: evidence, not state. */
export const EVENT_KIND: WatchedKind = kind('v1', 'Event', 'events');

/** Pods by themselves, for a log collector that runs without the state watcher. */
export const POD_KIND: WatchedKind = kind('v1', 'Pod', 'pods');

/** The path of a kind's collection, in one namespace or (undefined) in the whole cluster. */
export function collectionPath({ apiVersion, resource }: WatchedKind, namespace: string | undefined): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return namespace === undefined ? `${root}/${resource}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
}

/**
 * The namespaces in which a kind is to be listed, undefined standing for the whole cluster: `namespaces` empty means
 * all; kinds without namespaces are always read whole.
 */
export function scopesOf({ namespaced, onlyNamespace }: WatchedKind, namespaces: readonly string[]): (string | undefined)[] {
  if (onlyNamespace !== undefined) return [onlyNamespace];
  return namespaced && namespaces.length > 0 ? [...namespaces] : [undefined];
}

/** What every object has, as its API gives it; the rest is read defensively. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: { name: string; uid: string; namespace?: string; resourceVersion?: string; [field: string]: unknown };
  [field: string]: unknown;
}
