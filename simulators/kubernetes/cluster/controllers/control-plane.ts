import { microTime } from '../../store/object.ts';
import { hexOf } from '../api-machinery/names.ts';
import type { World } from '../world.ts';

const IDENTITIES: Record<string, string> = {
  'kube-controller-manager': 'kg-control-plane_6f1d2c3b-8a4e-4b0f-9c7d-0e5a1b2c3d4f',
  'kube-scheduler': 'kg-control-plane_1b9e7d5c-3f2a-4e8b-a6c0-7d4f9e1a2b3c',
  [`apiserver-${hexOf('kg-control-plane').slice(0, 26)}`]: 'apiserver-kg-control-plane',
};

/** Renews the Leases that the control-plane components hold. */
export function controlPlaneLeases(world: World): () => void {
  return () => {
    for (const [name, holderIdentity] of Object.entries(IDENTITIES)) {
      if (world.hidden.programs.has(name)) continue;
      const spec = { holderIdentity, leaseDurationSeconds: 15, leaseTransitions: 0, acquireTime: microTime(world.now()) };
      world.renewLease({ name, namespace: 'kube-system' }, spec);
    }
  };
}
