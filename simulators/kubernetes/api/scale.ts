import { isMap } from '../store/merge-patch.ts';
import type { Obj } from '../store/object.ts';
import type { Api } from './context.ts';
import { applyPatch } from './patch/apply-patch.ts';
import { badRequest, invalid } from './status.ts';
import { selectorText } from './tables/columns.ts';
import { existing, type Target, update, type Writing } from './write.ts';

/** A workload as a Scale (autoscaling/v1). */
export function scaleOf({ metadata, spec, status }: Obj): Obj {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector: selectorText(spec?.selector) },
  };
}

/** Sets the replicas of a workload from a Scale or a patch of one. Throws like `update`. */
export function writeScale(api: Api, target: Target, body: unknown, patchType: string | undefined, writing: Writing): Obj {
  const current = existing(api, target);
  if (!isMap(body) && !Array.isArray(body)) throw badRequest('the body must be a Scale, or a patch of one');
  const wanted = patchType === undefined ? (body as unknown as Obj) : applyPatch(scaleOf(current), patchType, body);
  const replicas = wanted.spec?.replicas ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0)
    throw invalid(
      { ...target.kind, kind: 'Scale', group: 'autoscaling' },
      target.name,
      `spec.replicas: Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
    );
  const resourceVersion = wanted.metadata?.resourceVersion ?? current.metadata.resourceVersion;
  const next = { ...current, metadata: { ...current.metadata, resourceVersion }, spec: { ...current.spec, replicas } };
  return scaleOf(update(api, target, 'object', next, writing));
}
