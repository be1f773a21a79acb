import { isoTime, type NewObj, type Obj } from '../../store/object.ts';
import { managedBy } from '../api-machinery/managed-fields.ts';
import type { World } from '../world.ts';
import { agentAccount } from './agent-account.ts';
import { nodes } from './nodes.ts';
import { shop } from './shop.ts';
import { system } from './system.ts';

const AGE = 12 * 86_400_000;

/** Creates the initial objects of the cluster, aged by several days. The controllers create the pods. */
export function populate(world: World): void {
  const created = isoTime(world.now() - AGE);
  for (const object of [...nodes(), ...system(), ...shop(), ...agentAccount()]) {
    const manager = object.kind === 'Node' ? 'kubeadm' : object.metadata.namespace === 'shop' ? 'helm' : 'kubectl-client-side-apply';
    // An older CronJob would have missed many runs.
    const creationTimestamp = object.kind === 'CronJob' || object.kind === 'Pod' ? world.time() : created;
    const aged = { ...object, metadata: { ...object.metadata, creationTimestamp } } as unknown as Obj;
    world.create(managedBy(manager, creationTimestamp, aged) as unknown as NewObj);
  }
}
