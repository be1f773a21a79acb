import type { Obj } from '../../store/object.ts';

/** An absolute count or a percentage of a total: `25%` of 4, rounded up or down. */
export function countOf(value: number | string | undefined, of: number, round: 'up' | 'down'): number {
  if (typeof value !== 'string') return value ?? 0;
  const share = (Number.parseInt(value, 10) * of) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/**
 * How many pods a rollout may have above and below the requested number. If both are 0, it could not progress: then one may
 * be missing.
 */
export function fencePosts(deployment: Obj): { surge: number; unavailable: number } {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === 'Recreate') return { surge: 0, unavailable: 0 };
  const surge = countOf(strategy.rollingUpdate?.maxSurge, replicas, 'up');
  const unavailable = countOf(strategy.rollingUpdate?.maxUnavailable, replicas, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas) };
}

/** The total number of pods that ReplicaSets request. */
export function total(sets: readonly Obj[]): number {
  return sets.reduce((sum, one) => sum + one.spec.replicas, 0);
}

/** The size to which the newest ReplicaSet, currently at `now`, may grow. */
export function replicasOf(deployment: Obj, sets: readonly Obj[], now: number): number {
  const wanted = deployment.spec.replicas;
  if (deployment.spec.strategy.type === 'Recreate') return wanted;
  const room = wanted + fencePosts(deployment).surge - total(sets);
  return room <= 0 ? now : now + Math.min(room, wanted - now);
}
