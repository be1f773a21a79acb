import type { Eviction } from '../cluster/evictions.ts';
import type { Cluster, Workload } from '../cluster/index.ts';
import { type Sign, workloadsWithoutSign } from './symptom.ts';

/** Pods that are taken away over a longer time are no loop. */
const LOOP_MS = 15 * 60_000;
/** A loop whose last eviction is older is over. */
const OVER_MS = 5 * 60_000;
const MIN_PODS = 3;

/**
 * The evictions of a workload's pods, if they are a loop: more pods than the workload has replicas lost their place within a
 * quarter of an hour, so some of those that replaced them did, too, and it still goes on. A drained node or one run of the
 * descheduler takes each replica away once.
 */
export function loopOf(cluster: Cluster, workload: Workload): readonly Eviction[] | undefined {
  const recent = cluster.evictionsOf(workload).filter(({ at }) => cluster.now - at <= LOOP_MS);
  const last = recent.at(-1);
  const isLoop = recent.length >= MIN_PODS && recent.length > (workload.desired ?? 1) + 1;
  return isLoop && last && cluster.now - last.at <= OVER_MS ? recent : undefined;
}

/** Workloads whose pods are taken away and replaced again and again, although each of them may be running. */
export function evictionSigns(cluster: Cluster, known: readonly Sign[]): Sign[] {
  return workloadsWithoutSign(cluster, known).flatMap((workload) => {
    const loop = loopOf(cluster, workload);
    if (!loop) return [];
    const message = `${loop.length} of its pods were evicted or refused within a quarter of an hour, and replaced`;
    return [{ object: workload.ref, what: 'EvictedAgain', message, since: loop[0]!.at, workload, troubles: [] }];
  });
}
