import { quotaUsage } from '../admission/quota.ts';
import type { World } from '../world.ts';

/** Maintains the status of each ResourceQuota: the usage of its namespace. */
export function quotaController(world: World): () => void {
  return () => {
    for (const quota of world.list('ResourceQuota'))
      world.setStatus(quota, { hard: { ...quota.spec.hard }, used: quotaUsage(world, quota) });
  };
}
