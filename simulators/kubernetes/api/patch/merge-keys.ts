/**
 * Lists whose elements are merged one by one, and the field that tells them apart (patchMergeKey in k8s.io/api). All
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

/** Whether a list of words is merged as a set. */
export function isSet(field: string): boolean {
  return SETS.has(field);
}

/** The field that tells the elements of a list apart; undefined where the list is replaced as a whole. */
export function mergeKeyOf(kind: string, field: string): string | undefined {
  if (field === 'ports') return kind === 'Service' ? 'port' : TEMPLATED.has(kind) ? 'containerPort' : undefined;
  if (field === 'imagePullSecrets') return kind === 'ServiceAccount' ? undefined : 'name';
  // Of an EndpointSlice these are maps and words of another meaning.
  if (field === 'addresses' || field === 'conditions') return kind === 'EndpointSlice' ? undefined : MERGE_KEYS[field];
  return MERGE_KEYS[field];
}

/** Kinds whose `ports` are those of containers. */
const TEMPLATED = new Set(['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);
