import type { KubernetesObject } from '#lib/rca/types.ts';

/** A field that should hold an object: anything else reads as an empty one, because what comes from outside may miss or mistype any field. */
export function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A field that should hold a list of objects. */
export function items(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

/** A field that should hold text; undefined for anything else and for the empty text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A field that should hold a number; 0 for anything else. */
export function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** A timestamp of the API (RFC 3339) as epoch ms; undefined where it is none. */
export function time(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** A map of texts, such as labels; other values are left out. */
export function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fields(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

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

/** The condition of a type in an object's status. */
export function condition(object: KubernetesObject, type: string): Record<string, unknown> | undefined {
  return items(fields(object.status).conditions).find((one) => one.type === type);
}

/** The owner that controls an object, if any. */
export function controllerOf(object: KubernetesObject): Record<string, unknown> | undefined {
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
