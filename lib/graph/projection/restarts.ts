import { fields, items } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';

/** How often the containers of a pod were restarted; nothing where none was, as in most pods. */
export function restartsOf({ kind, status }: KubernetesObject): { restarts?: number } {
  if (kind !== 'Pod') return {};
  const restarts = items(fields(status).containerStatuses).reduce((sum, { restartCount }) => sum + (Number(restartCount) || 0), 0);
  return restarts > 0 ? { restarts } : {};
}
