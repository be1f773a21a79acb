import { byText, canonical } from './canonical.ts';
import { dig, type Fields, fields, items } from './fields.ts';

/** Any Kubernetes object, as its API gives it. It is read defensively: any field may be missing or have the wrong type. */
// biome-ignore lint/suspicious/noExplicitAny: objects come from outside in every version of every API
export type KubernetesObject = Record<string, any>;

/** Identity of an object: what names it in its cluster. Cluster-scoped objects have no namespace. */
export interface Identity {
  cluster: string;
  kind: string;
  namespace: string | undefined;
  name: string;
}

/** The node key of an object. */
export function resourceKey(cluster: string, uid: string): string {
  return `${cluster}/${uid}`;
}

/** `Kind/namespace/name`, or `Kind/name` for what has no namespace: how people and missingRefs name an object. */
export function shownName({ kind, namespace, name }: Omit<Identity, 'cluster'>): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** The condition of a type in an object's status; of several with one type (no API has them) always the same one. */
export function condition(object: unknown, type: string): Fields | undefined {
  const found = items(dig(object, 'status', 'conditions')).filter((one) => one.type === type);
  return found.length > 1 ? found.toSorted((a, b) => byText(canonical(a), canonical(b)))[0] : found[0];
}

/** The owner that controls an object, if any. */
export function controllerOf(object: KubernetesObject): Fields | undefined {
  return items(fields(object.metadata).ownerReferences).find((owner) => owner.controller === true);
}

/**
 * Which of two resourceVersions is newer: negative when `a` is older, 0 when they are equal, undefined when they cannot
 * be compared. They are decimal numbers of etcd's revision and comparable (KEP-5504); anything else is opaque.
 */
export function compareVersions(a: string | undefined, b: string | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return 0;
  if (!/^\d{1,30}$/.test(a) || !/^\d{1,30}$/.test(b)) return undefined;
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
