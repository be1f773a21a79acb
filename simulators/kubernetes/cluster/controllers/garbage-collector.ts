import { KINDS } from '../../store/kinds.ts';
import type { Obj } from '../../store/object.ts';
import type { World } from '../world.ts';

const OWNED = ['Pod', 'ReplicaSet', 'Job', 'EndpointSlice', 'PersistentVolumeClaim', 'Secret', 'ConfigMap'];

/**
 * Deletes objects whose last owner is gone. An owner deleted with `foregroundDeletion` waits for its dependents; one
 * deleted with `orphan` leaves them behind. The content of a namespace is deleted with it.
 */
export function garbageCollector(world: World): () => void {
  return () => {
    for (const owner of KINDS.flatMap(({ kind }) => (kind === 'Event' ? [] : world.list(kind)))) {
      if (owner.metadata.deletionTimestamp && owner.metadata.finalizers?.length) finalize(world, owner);
    }
    const uids = new Set(KINDS.flatMap(({ kind }) => (kind === 'Event' ? [] : world.list(kind).map(({ metadata }) => metadata.uid))));
    for (const kind of OWNED) {
      for (const object of world.list(kind)) {
        const owners = object.metadata.ownerReferences ?? [];
        if (owners.length > 0 && !owners.some((owner) => uids.has(owner.uid))) world.delete(object);
      }
    }
    for (const pod of world.list('Pod')) {
      if (pod.metadata.deletionTimestamp && !pod.spec.nodeName && !pod.metadata.finalizers?.length) world.store.remove(pod);
    }
  };
}

function finalize(world: World, owner: Obj): void {
  const dependents = OWNED.flatMap((kind) =>
    world.list(kind, owner.metadata.namespace).filter((one) => one.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid)),
  );
  if (owner.metadata.finalizers?.includes('orphan')) {
    for (const one of dependents)
      world.store.update({
        ...one,
        metadata: { ...one.metadata, ownerReferences: one.metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) },
      });
    release(world, owner, 'orphan');
  } else if (owner.metadata.finalizers?.includes('foregroundDeletion')) {
    for (const one of dependents) world.delete(one);
    if (dependents.length === 0) release(world, owner, 'foregroundDeletion');
  }
}

/** Removes a finalizer from an object that is being deleted; the object is removed with its last one. */
export function release(world: World, object: Obj, finalizer: string): void {
  const current = world.store.find(object.kind, object.metadata.namespace, object.metadata.name);
  if (!current) return;
  const finalizers = (current.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  if (finalizers.length === 0 && current.metadata.deletionTimestamp && current.kind !== 'Pod') world.store.remove(current);
  else world.store.update({ ...current, metadata: { ...current.metadata, finalizers } });
}
