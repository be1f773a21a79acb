import type { Obj } from '../../store/store.ts';
import type { World } from '../world.ts';
import { AdmissionError } from './error.ts';

/** Refuses a pod whose ServiceAccount does not exist. Static pods have none. */
export function assertServiceAccount(world: World, pod: Obj): void {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror']) return;
  const { namespace } = pod.metadata;
  const name = pod.spec.serviceAccountName;
  if (world.store.find('ServiceAccount', namespace, name)) return;
  throw new AdmissionError(
    403,
    `pods "${pod.metadata.name}" is forbidden: error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
  );
}
