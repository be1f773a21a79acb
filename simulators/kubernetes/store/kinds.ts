/** A kind of the simulated API: its path and names. */
export interface Kind {
  kind: string;
  /** '' for core. */
  group: string;
  version: string;
  plural: string;
  singular: string;
  shortNames: string[];
  namespaced: boolean;
}

function kind(groupVersion: string, name: string, plural: string, scope: 'namespaced' | 'cluster', ...shortNames: string[]): Kind {
  const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
  return {
    kind: name,
    group: group ?? '',
    version: version ?? 'v1',
    plural,
    singular: name.toLowerCase(),
    shortNames,
    namespaced: scope === 'namespaced',
  };
}

/** All served kinds. Names and short names are those of the real API (kubectl api-resources, v1.34). */
export const KINDS: readonly Kind[] = [
  kind('v1', 'Namespace', 'namespaces', 'cluster', 'ns'),
  kind('v1', 'Node', 'nodes', 'cluster', 'no'),
  kind('v1', 'Pod', 'pods', 'namespaced', 'po'),
  kind('v1', 'Service', 'services', 'namespaced', 'svc'),
  kind('v1', 'Endpoints', 'endpoints', 'namespaced', 'ep'),
  kind('v1', 'ConfigMap', 'configmaps', 'namespaced', 'cm'),
  kind('v1', 'Secret', 'secrets', 'namespaced'),
  kind('v1', 'ServiceAccount', 'serviceaccounts', 'namespaced', 'sa'),
  kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'namespaced', 'pvc'),
  kind('v1', 'PersistentVolume', 'persistentvolumes', 'cluster', 'pv'),
  kind('v1', 'ResourceQuota', 'resourcequotas', 'namespaced', 'quota'),
  kind('v1', 'LimitRange', 'limitranges', 'namespaced', 'limits'),
  kind('v1', 'Event', 'events', 'namespaced', 'ev'),
  kind('apps/v1', 'Deployment', 'deployments', 'namespaced', 'deploy'),
  kind('apps/v1', 'ReplicaSet', 'replicasets', 'namespaced', 'rs'),
  kind('apps/v1', 'StatefulSet', 'statefulsets', 'namespaced', 'sts'),
  kind('apps/v1', 'DaemonSet', 'daemonsets', 'namespaced', 'ds'),
  kind('batch/v1', 'Job', 'jobs', 'namespaced'),
  kind('batch/v1', 'CronJob', 'cronjobs', 'namespaced', 'cj'),
  kind('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', 'namespaced'),
  kind('networking.k8s.io/v1', 'Ingress', 'ingresses', 'namespaced', 'ing'),
  kind('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', 'namespaced', 'netpol'),
  kind('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'namespaced', 'hpa'),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', 'namespaced', 'pdb'),
  kind('storage.k8s.io/v1', 'StorageClass', 'storageclasses', 'cluster', 'sc'),
  kind('coordination.k8s.io/v1', 'Lease', 'leases', 'namespaced'),
  kind('rbac.authorization.k8s.io/v1', 'Role', 'roles', 'namespaced'),
  kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', 'namespaced'),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', 'cluster'),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', 'cluster'),
  kind('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'cluster'),
  kind('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'cluster'),
];

/** The `apiVersion` of objects of a kind. */
export function apiVersionOf({ group, version }: Kind): string {
  return group ? `${group}/${version}` : version;
}

/** The kind with a name. Throws RangeError if it is not served. */
export function kindNamed(name: string): Kind {
  const found = KINDS.find((one) => one.kind === name);
  if (!found) throw new RangeError(`the simulator does not serve the kind ${name}`);
  return found;
}
