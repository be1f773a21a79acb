import type { LogFact, Workload } from './cluster/index.ts';
import type { FactType } from './cluster/log-patterns.ts';
import type { Scene } from './rule.ts';
import type { PodTrouble } from './symptoms/pod-trouble.ts';
import { isConfirmedByState, isCurrentFailure } from './symptoms/services.ts';

/** Log facts about calls that did not reach their target. */
export const REACHING_FAILURES: ReadonlySet<FactType> = new Set([
  'host-unknown',
  'refused',
  'timeout',
  'unreachable',
  'unavailable',
  'reset',
]);

/**
 * The failed calls in the logs of a failing workload, whether its program crashes or keeps running; only those of its
 * failing pods, if they logged any.
 */
export function failingCalls(scene: Scene, workload: Workload): LogFact[] {
  const sign = scene.signOf(workload);
  if (!sign) return [];
  const ran = sign.troubles.filter(
    ({ container }) => container !== undefined && (container.running || container.restarts > 0 || container.terminated),
  );
  // Pods whose containers never ran do not fail because of calls, whatever the other pods of the workload complain of.
  const hasNotRun = ({ container, what }: PodTrouble) => container?.waiting !== undefined && what !== 'CrashLoopBackOff';
  if (sign.troubles.length > 0 && ran.length === 0 && sign.troubles.every(hasNotRun)) return [];
  const names = new Set(ran.map(({ pod }) => pod.ref.name));
  const calls = scene.cluster.factsOf(workload).filter(({ type }) => REACHING_FAILURES.has(type));
  const own = calls.filter(({ pod }) => names.has(pod));
  // If only an init container ran, the program itself has not called anything.
  const isInitOnly = ran.length > 0 && ran.every(({ container }) => container?.init === true);
  if (own.length > 0 || isInitOnly) return own;
  return calls.filter(
    (fact) => names.size > 0 || isCurrentFailure(fact, scene.cluster.now) || isConfirmedByState(scene.cluster, workload, fact),
  );
}
