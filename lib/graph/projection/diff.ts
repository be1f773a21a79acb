import { fields, items } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { FieldDiff } from '#lib/rca/types.ts';
import { shortened } from '#lib/text/index.ts';

const MAX_FIELDS = 40;
const MAX_VALUE_CHARACTERS = 300;

/**
 * Fields that people and pipelines do not write: status and bookkeeping, what the scheduler, binders and the node
 * lifecycle controller fill in, and defaults that admission adds. A path is matched from its beginning.
 */
const WRITTEN_BY_THE_CLUSTER: Record<string, string[]> = {
  '*': [
    '/status',
    '/metadata/uid',
    '/metadata/name',
    '/metadata/namespace',
    '/metadata/resourceVersion',
    '/metadata/generation',
    '/metadata/creationTimestamp',
    '/metadata/deletionTimestamp',
    '/metadata/deletionGracePeriodSeconds',
    '/metadata/finalizers',
    '/metadata/ownerReferences',
    '/metadata/managedFields',
    '/metadata/lastManager',
    '/metadata/selfLink',
    '/metadata/generateName',
  ],
  Pod: [
    '/spec/nodeName',
    '/spec/tolerations',
    '/spec/priority',
    '/spec/serviceAccount',
    '/spec/enableServiceLinks',
    '/metadata/labels/pod-template-hash',
  ],
  Service: ['/spec/clusterIP', '/spec/clusterIPs', '/spec/ipFamilies', '/spec/ipFamilyPolicy', '/spec/healthCheckNodePort'],
  PersistentVolumeClaim: ['/spec/volumeName'],
  PersistentVolume: ['/spec/claimRef'],
  Node: ['/spec/podCIDR', '/spec/podCIDRs', '/spec/providerID'],
  Namespace: ['/spec/finalizers'],
  ReplicaSet: ['/spec/replicas'],
  EndpointSlice: ['/endpoints', '/ports', '/metadata/labels', '/metadata/annotations'],
  Lease: ['/spec', '/metadata/annotations'],
};

/** Annotations that controllers and kubectl write for themselves; every other annotation may steer something and counts. */
const BOOKKEEPING_ANNOTATION =
  /^(deployment\.kubernetes\.io|kubectl\.kubernetes\.io\/last-applied|control-plane\.alpha\.kubernetes\.io|autoscaling\.alpha\.kubernetes\.io|pv\.kubernetes\.io|volume\.|node\.alpha\.kubernetes\.io|csi\.volume\.kubernetes\.io|endpoints\.kubernetes\.io|volumes\.kubernetes\.io|batch\.kubernetes\.io|cni\.projectcalico\.org|k8s\.ovn\.org|meta\.helm\.sh)/;

/**
 * The fields in which two states of an object differ and that somebody wrote: spec, data (hashes), rules, labels,
 * annotations that steer. Paths are pointer-like; an element of a list that has a name (or a taint's or variable's key)
 * goes by it: `/spec/template/spec/containers/web/image`. Values are JSON texts without quotes, cut to 300 characters.
 */
export function writtenDifferences(before: KubernetesObject, after: KubernetesObject): FieldDiff[] {
  const [old, now] = [leaves(before), leaves(after)];
  const kind = String(after.kind);
  const ignored = [...WRITTEN_BY_THE_CLUSTER['*']!, ...(WRITTEN_BY_THE_CLUSTER[kind] ?? [])];
  const differences: FieldDiff[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is || ignored.some((start) => path === start || path.startsWith(`${start}/`))) continue;
    if (isMerelyFilled(path, was, now) || isMerelyFilled(path, is, old)) continue;
    const annotation = /^\/metadata\/annotations\/(.*)$/.exec(path)?.[1]?.replaceAll('~1', '/');
    if (annotation !== undefined && BOOKKEEPING_ANNOTATION.test(annotation)) continue;
    differences.push({ path, ...(was !== undefined && { before: cut(was) }), ...(is !== undefined && { after: cut(is) }) });
  }
  return differences.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MAX_FIELDS);
}

/** Whether two states of an object are the same but for its status and the API server's bookkeeping: as most updates are. */
export function isOfStatusAlone(before: KubernetesObject, after: KubernetesObject): boolean {
  return JSON.stringify(withoutStatus(before)) === JSON.stringify(withoutStatus(after));
}

function withoutStatus({ status: _, metadata, ...rest }: KubernetesObject): object {
  const { resourceVersion: __, managedFields: ___, lastManager: ____, ...more } = fields(metadata);
  return { ...rest, metadata: more };
}

/** An empty list or object that has values on the other side: those are the difference. */
function isMerelyFilled(path: string, value: string | undefined, other: Map<string, string>): boolean {
  return (value === '{}' || value === '[]') && [...other.keys()].some((one) => one.startsWith(`${path}/`));
}

/** Every value of an object that is no object or list, by its path. An empty list or object is a value of its own. */
function leaves(object: KubernetesObject): Map<string, string> {
  const found = new Map<string, string>();
  const { apiVersion: _, kind, status: __, ...rest } = object;
  collect(kind === 'Node' ? withoutLifecycleTaints(rest) : rest, '', found);
  return found;
}

/** The node lifecycle controller and cordon write these taints (kubernetes.io/docs/reference/labels-annotations-taints): they follow from conditions and spec.unschedulable. */
function withoutLifecycleTaints(node: Record<string, unknown>): Record<string, unknown> {
  const { taints, ...spec } = fields(node.spec);
  const kept = items(taints).filter(({ key }) => !String(key).startsWith('node.kubernetes.io/'));
  return { ...node, spec: kept.length === 0 ? spec : { ...spec, taints: kept } };
}

function collect(value: unknown, path: string, found: Map<string, string>): void {
  if (Array.isArray(value)) {
    const names = elementNames(value);
    if (value.length === 0) found.set(path, '[]');
    for (const [index, element] of value.entries()) collect(element, `${path}/${escaped(names[index] ?? String(index))}`, found);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(fields(value));
    if (entries.length === 0) found.set(path, '{}');
    for (const [name, inner] of entries) collect(inner, `${path}/${escaped(name)}`, found);
  } else if (value !== undefined) {
    found.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** The names of a list's elements, where each has its own, so that inserting one in the middle is one difference. */
function elementNames(list: unknown[]): string[] {
  for (const by of ['name', 'key', 'mountPath', 'host']) {
    const names = list.map((element) => fields(element)[by]);
    if (names.every((name) => typeof name === 'string') && new Set(names).size === names.length) return names as string[];
  }
  return [];
}

/** RFC 6901: `~` and `/` inside a name. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function cut(value: string): string {
  return shortened(value, MAX_VALUE_CHARACTERS);
}
