import { fields, text } from '#lib/kubernetes/fields.ts';
import { compareVersions, type KubernetesObject } from '#lib/kubernetes/object.ts';
import type { StateMessage } from '#lib/wire/messages.ts';
import type { KnownResource } from './known.ts';

/**
 * Whether an observation is newer than what is known. resourceVersion decides; where it cannot, the time does. A deleted
 * object comes back only by an observation that is newer in both: uids are never used twice.
 */
export function supersedes(op: StateMessage['op'], object: KubernetesObject, at: number, before: KnownResource): boolean {
  const order = compareVersions(text(fields(object.metadata).resourceVersion), before.resourceVersion);
  if (before.deletedAt !== undefined) return op === 'upsert' && (order ?? 1) > 0 && at > before.deletedAt;
  if (op === 'delete') return (order ?? -1) >= 0 || at >= before.lastSeen;
  return order === undefined || order === 0 ? at > before.lastSeen : order > 0;
}

/** What names an object. */
export function identityOf(cluster: string, object: KubernetesObject) {
  const { namespace, name } = fields(object.metadata);
  return { cluster, kind: String(object.kind), namespace: text(namespace), name: String(name) };
}
