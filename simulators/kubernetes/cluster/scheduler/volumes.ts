import type { Obj } from '../../store/object.ts';
import { admitsNode } from '../api-machinery/selectors.ts';
import { claimsOf } from '../controllers/volumes.ts';
import type { World } from '../world.ts';
import type { Misfit } from './misfit.ts';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** A reason that keeps a pod from any node: a claim that does not exist, or one that must be bound first. */
export function claimProblem(world: World, pod: Obj): string | undefined {
  for (const name of claimsOf(pod)) {
    const claim = world.store.find('PersistentVolumeClaim', pod.metadata.namespace, name);
    if (!claim) return `persistentvolumeclaim "${name}" not found`;
    if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${name}" is being deleted`;
    if (!claim.spec.volumeName && !waitsForConsumer(world, claim)) return 'pod has unbound immediate PersistentVolumeClaims';
  }
  return undefined;
}

/** Whether the volumes of a pod are available on a node. */
export function claimFits(world: World, pod: Obj, node: Obj): Misfit | undefined {
  for (const name of claimsOf(pod)) {
    const claim = world.store.find('PersistentVolumeClaim', pod.metadata.namespace, name);
    const volume = claim?.spec.volumeName && world.store.find('PersistentVolume', undefined, claim.spec.volumeName);
    if (claim?.spec.volumeName && !volume)
      return { reasons: ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'], final: true };
    const required = volume?.spec.nodeAffinity?.required;
    if (!required) continue;
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    if (!admitsNode({ affinity }, node)) return { reasons: ["node(s) didn't match PersistentVolume's node affinity"], final: true };
  }
  return undefined;
}

/** Tells the provisioner on which node the volumes of a pod are needed; false while one of them is not bound. */
export function chooseNode(world: World, pod: Obj, node: string): boolean {
  let bound = true;
  for (const name of claimsOf(pod)) {
    const claim = world.store.find('PersistentVolumeClaim', pod.metadata.namespace, name);
    if (!claim || claim.spec.volumeName) continue;
    bound = false;
    if (claim.metadata.annotations?.[SELECTED_NODE]) continue;
    world.store.modify('PersistentVolumeClaim', claim.metadata.namespace, name, (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [SELECTED_NODE]: node };
    });
  }
  return bound;
}

/** The node on which a pod's claims are already being provisioned. */
export function chosenNode(world: World, pod: Obj): string | undefined {
  for (const name of claimsOf(pod)) {
    const claim = world.store.find('PersistentVolumeClaim', pod.metadata.namespace, name);
    const chosen = claim?.metadata.annotations?.[SELECTED_NODE];
    if (chosen && !claim?.spec.volumeName) return chosen;
  }
  return undefined;
}

function waitsForConsumer(world: World, claim: Obj): boolean {
  const storageClass = world.store.find('StorageClass', undefined, claim.spec.storageClassName ?? '');
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}
