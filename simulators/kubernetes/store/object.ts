/** An object of the API in JSON form. */
// biome-ignore lint/suspicious/noExplicitAny: objects of thirty kinds, whose shapes the code around each kind knows
export type Obj = { apiVersion: string; kind: string; metadata: Meta } & Record<string, any>;

export interface Meta {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  namespace?: string;
  generateName?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean; blockOwnerDeletion?: boolean }[];
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  finalizers?: string[];
  // biome-ignore lint/suspicious/noExplicitAny: managers write what they like
  managedFields?: any[];
}

/** A new object: metadata needs a name (or generateName); the store adds the rest. */
export type NewObj = { kind: string; metadata: Partial<Meta> & ({ name: string } | { generateName: string }) } & Record<string, unknown>;

/** The alphabet of generated names: without vowels and look-alikes, so that no words are formed. */
export const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A time as the API writes it: RFC 3339, whole seconds, UTC. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A time as the API writes it where it is finer (MicroTime). */
export function microTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}
