import { fields, text } from '../fields.ts';
import type { KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** A claim by its phase (kubernetes.io/docs/concepts/storage/persistent-volumes, "Phase"). Pending may be a matter of time: of a pod that cannot start for it, the pod tells. */
export function claimHealth(claim: KubernetesObject, missing: readonly string[]): Verdict {
  const phase = text(fields(claim.status).phase);
  if (phase === 'Bound') return HEALTHY;
  if (phase === 'Lost') return verdict('failing', 'Lost', 'its volume is gone');
  return missing.length > 0
    ? verdict('failing', 'Pending', `${missing.join(', ')} does not exist`)
    : verdict('pending', phase ?? 'Pending');
}

/** A volume by its phase. Released: its claim is gone and nobody can bind it until it is reclaimed. */
export function volumeHealth(volume: KubernetesObject): Verdict {
  const phase = text(fields(volume.status).phase);
  if (phase === 'Failed') return verdict('failing', 'Failed', text(fields(volume.status).message));
  return phase === 'Released' ? verdict('degraded', 'Released') : HEALTHY;
}
