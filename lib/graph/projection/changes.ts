import { fields, items, text, time } from '#lib/kubernetes/fields.ts';
import { controllerOf, type KubernetesObject, resourceKey } from '#lib/kubernetes/object.ts';
import type { FieldDiff } from '#lib/rca/types.ts';
import type { NodeUpsert } from '../port.ts';
import { writtenDifferences } from './diff.ts';

/** A change to note: what was done to an object, when, in which fields, by whom if known. */
export interface NotedChange {
  key: string;
  at: number;
  op: 'created' | 'updated' | 'deleted';
  fields: FieldDiff[];
  by: string | undefined;
}

/** Kinds that come and go and change without anybody's doing: their changes would bury those that matter. */
const RESTLESS = new Set(['EndpointSlice', 'Lease']);

/** Kinds whose owned objects merely repeat what was done to the owner. */
function repeatsItsOwner(object: KubernetesObject): boolean {
  return controllerOf(object) !== undefined;
}

/** What an update wrote, or undefined where it wrote nothing of meaning. `scaled`: an autoscaler owns the replica count. */
export function updateOf(
  cluster: string,
  before: KubernetesObject,
  after: KubernetesObject,
  observed: { at: number; lastSeen: number },
  scaled: boolean,
): NotedChange | undefined {
  if (RESTLESS.has(String(after.kind))) return undefined;
  const differences = writtenDifferences(before, after);
  if (differences.length === 0) return undefined;
  const byAutoscaler = scaled && differences.every(({ path }) => path === '/spec/replicas');
  const writer = lastWriter(after);
  // The API server's own time is the better one, when it lies between the two observations.
  const at = writer?.at !== undefined && writer.at > observed.lastSeen && writer.at <= observed.at ? writer.at : observed.at;
  const metadata = fields(after.metadata);
  return {
    key: `${resourceKey(cluster, String(metadata.uid))}/${text(metadata.resourceVersion) ?? at}`,
    at,
    op: 'updated',
    fields: differences,
    by: byAutoscaler ? 'horizontal-pod-autoscaler' : writer?.name,
  };
}

/**
 * The creation of an object as a change, or undefined: owned objects follow from their owner's change, and what was
 * there before the cluster was first seen (`clusterSince`) was not created before our eyes.
 */
export function creationOf(cluster: string, object: KubernetesObject, clusterSince: number): NotedChange | undefined {
  const metadata = fields(object.metadata);
  const created = time(metadata.creationTimestamp);
  if (created === undefined || created <= clusterSince || repeatsItsOwner(object) || RESTLESS.has(String(object.kind))) return undefined;
  const key = `${resourceKey(cluster, String(metadata.uid))}/created`;
  return { key, at: created, op: 'created', fields: [], by: lastWriter(object)?.name };
}

/** The deletion of an object as a change, or undefined for owned objects. */
export function deletionOf(cluster: string, object: KubernetesObject, at: number): NotedChange | undefined {
  if (repeatsItsOwner(object) || RESTLESS.has(String(object.kind))) return undefined;
  return { key: `${resourceKey(cluster, String(fields(object.metadata).uid))}/deleted`, at, op: 'deleted', fields: [], by: undefined };
}

/** Who last wrote other than status: the agent's `lastManager`, or the API's managedFields. */
function lastWriter(object: KubernetesObject): { name: string | undefined; at: number | undefined } | undefined {
  const { lastManager, managedFields } = fields(object.metadata);
  const writes = lastManager ? [fields(lastManager)] : items(managedFields).filter((entry) => entry.subresource !== 'status');
  const last = writes.toSorted((a, b) => (time(a.time) ?? 0) - (time(b.time) ?? 0)).at(-1);
  return last && { name: text(last.manager), at: time(last.time) };
}

/** The Change node of a noted change: it names its object, so that a list of changes needs nothing else. */
export function changeNode(cluster: string, object: KubernetesObject, change: NotedChange): NodeUpsert {
  const metadata = fields(object.metadata);
  return {
    label: 'Change',
    key: change.key,
    props: {
      cluster,
      at: change.at,
      op: change.op,
      fields: JSON.stringify(change.fields),
      by: change.by ?? null,
      kind: String(object.kind),
      namespace: text(metadata.namespace) ?? null,
      name: String(metadata.name),
    },
  };
}
