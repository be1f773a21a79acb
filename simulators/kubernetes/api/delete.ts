import type { Kind } from '../store/kinds.ts';
import { isMap } from '../store/merge-patch.ts';
import { isoTime, type Obj } from '../store/object.ts';
import type { Api } from './context.ts';
import { badRequest, conflict, type Status } from './status.ts';
import { existing, type Target } from './write.ts';

/** How an object is to be deleted (meta/v1 DeleteOptions). */
export interface DeleteOptions {
  graceSeconds?: number;
  /** What happens to owned objects; the cluster's garbage collector takes care of it. */
  propagation?: 'Orphan' | 'Background' | 'Foreground';
  preconditions: { uid?: string; resourceVersion?: string };
  dryRun: boolean;
}

/** The DeleteOptions of a request: its body, completed from the query. Throws BadRequest. */
export function deleteOptions(body: unknown, query: URLSearchParams): DeleteOptions {
  const options = isMap(body) ? body : {};
  const grace = options.gracePeriodSeconds ?? query.get('gracePeriodSeconds') ?? undefined;
  const propagation = options.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  if (propagation !== undefined && !['Orphan', 'Background', 'Foreground'].includes(String(propagation)))
    throw badRequest(`invalid DeleteOptions: propagationPolicy: Invalid value: "${propagation}": must be Foreground, Background or Orphan`);
  return {
    ...(grace !== undefined && { graceSeconds: Number(grace) }),
    ...(propagation !== undefined && { propagation: propagation as DeleteOptions['propagation'] }),
    preconditions: isMap(options.preconditions) ? options.preconditions : {},
    dryRun: query.has('dryRun') || (Array.isArray(options.dryRun) && options.dryRun.length > 0),
  };
}

/**
 * Deletes an object as the real server does: a pod on a node gets its grace period and is removed when its kubelet has
 * stopped it; an object with finalizers waits for them; a namespace waits until it is empty; anything else is removed at
 * once. Returns the object if it still exists, otherwise a Status. Throws NotFound, Conflict (preconditions) and Forbidden.
 */
export function deleteObject(api: Api, target: Target, options: DeleteOptions): Obj | Status {
  const { kind, name } = target;
  const current = existing(api, target);
  const { uid, resourceVersion } = options.preconditions;
  if (uid && uid !== current.metadata.uid)
    throw conflict(kind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`);
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion)
    throw conflict(
      kind,
      name,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${current.metadata.resourceVersion}`,
    );
  api.admit('DELETE', current, undefined, undefined);
  if (options.dryRun) return deleted(kind, current);

  const finalizer = options.propagation && FINALIZERS[options.propagation];
  const grace = graceOf(current, options.graceSeconds);
  if (grace === 0 && !finalizer && !current.metadata.finalizers?.length && kind.kind !== 'Namespace') {
    api.store.remove(current);
    return kind.kind === 'Pod' ? current : deleted(kind, current);
  }
  return api.store.update(leaving(current, grace, finalizer, api.now()));
}

/** Finalizers that make the garbage collector handle the owned objects before their owner is removed. */
const FINALIZERS: Record<string, string | undefined> = { Orphan: 'orphan', Foreground: 'foregroundDeletion' };

/** An object marked for deletion. A second deletion can only bring its deletion time forward. */
function leaving(object: Obj, grace: number, finalizer: string | undefined, now: number): Obj {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers = [] } = object.metadata;
  if (deletionTimestamp !== undefined && grace >= (deletionGracePeriodSeconds ?? 0)) return object;
  const metadata = {
    ...object.metadata,
    deletionTimestamp: isoTime(now + grace * 1000),
    deletionGracePeriodSeconds: grace,
    ...(finalizer && { finalizers: [...new Set([...finalizers, finalizer])] }),
  };
  if (object.kind !== 'Namespace') return { ...object, metadata };
  // A namespace stays until the cluster has emptied it.
  return {
    ...object,
    metadata,
    spec: { ...object.spec, finalizers: object.spec?.finalizers ?? ['kubernetes'] },
    status: { ...object.status, phase: 'Terminating' },
  };
}

function graceOf({ kind, spec, status }: Obj, requested: number | undefined): number {
  if (kind !== 'Pod' || !spec?.nodeName || status?.phase === 'Succeeded' || status?.phase === 'Failed') return 0;
  return Math.max(0, requested ?? spec.terminationGracePeriodSeconds ?? 30);
}

function deleted({ plural, group }: Kind, { metadata }: Obj): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: metadata.name, ...(group && { group }), kind: plural, uid: metadata.uid },
  };
}
