/**
 * Lists that are merged element by element, and the field that identifies an element (patchMergeKey in k8s.io/api). All
 * other lists are replaced as a whole: tolerations, taints, args, rules.
 */
const MERGE_KEYS: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  resourceClaims: 'name',
  schedulingGates: 'name',
  conditions: 'type',
  addresses: 'type',
  podIPs: 'ip',
  hostIPs: 'ip',
  ownerReferences: 'uid',
  secrets: 'name',
  webhooks: 'name',
};

const SETS = new Set(['finalizers', 'podCIDRs']);

/** Whether a list of strings is merged as a set. */
export function isSet(field: string): boolean {
  return SETS.has(field);
}

/** The field that identifies the elements of a list; undefined if the list is replaced as a whole. */
export function mergeKeyOf(kind: string, field: string): string | undefined {
  if (field === 'ports') return kind === 'Service' ? 'port' : TEMPLATED.has(kind) ? 'containerPort' : undefined;
  if (field === 'imagePullSecrets') return kind === 'ServiceAccount' ? undefined : 'name';
  // In an EndpointSlice these names have another meaning.
  if (field === 'addresses' || field === 'conditions') return kind === 'EndpointSlice' ? undefined : MERGE_KEYS[field];
  return MERGE_KEYS[field];
}

/** Kinds whose `ports` are container ports. */
const TEMPLATED = new Set(['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);
