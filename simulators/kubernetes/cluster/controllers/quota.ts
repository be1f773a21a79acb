import { quotaUsage } from '../admission/quota.ts';
import type { World } from '../world.ts';

/** Keeps the status of each ResourceQuota: what its namespace uses of what it limits. */
export function quotaController(world: World): () => void {
  return () => {
    for (const quota of world.list('ResourceQuota'))
      world.setStatus(quota, { hard: { ...quota.spec.hard }, used: quotaUsage(world, quota) });
  };
}
