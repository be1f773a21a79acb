import type { LogFact, Workload } from './cluster/index.ts';
import type { FactType } from './cluster/log-patterns.ts';
import type { Scene } from './rule.ts';
import { isBornOut, isCurrentFailure } from './symptoms/services.ts';

/** Facts that say that a call did not reach its target. */
export const REACHING_FAILURES: ReadonlySet<FactType> = new Set([
  'host-unknown',
  'refused',
  'timeout',
  'unreachable',
  'unavailable',
  'reset',
]);

/**
 * Log facts of a workload in trouble that say that a call failed, whether the program crashes or goes on; those of the
 * pods in trouble, where there are any.
 */
export function failingCalls(scene: Scene, workload: Workload): LogFact[] {
  const sign = scene.signOf(workload);
  if (!sign) return [];
  const ran = sign.troubles.filter(
    ({ container }) => container !== undefined && (container.running || container.restarts > 0 || container.terminated),
  );
  const names = new Set(ran.map(({ pod }) => pod.ref.name));
  const calls = scene.cluster.factsOf(workload).filter(({ type }) => REACHING_FAILURES.has(type));
  const own = calls.filter(({ pod }) => names.has(pod));
  // Where only an init container ran, the program itself has called nobody.
  const isInitOnly = ran.length > 0 && ran.every(({ container }) => container?.init === true);
  if (own.length > 0 || isInitOnly) return own;
  return calls.filter((fact) => names.size > 0 || isCurrentFailure(fact, scene.cluster.now) || isBornOut(scene.cluster, workload, fact));
}
