import { type Container, containersOfPod, type Ending, endingText, STUCK_REASONS } from '../containers.ts';
import { fields, text } from '../fields.ts';
import { condition, type KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** A restart within this time before the observation still counts against a pod that runs again. */
const RECENT_MS = 10 * 60_000;

/**
 * A pod by phase, conditions and container states (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle). `at` is
 * the time of the observation: a restart is recent by it, not by any clock.
 */
export function podHealth(pod: KubernetesObject, at: number): Verdict {
  const status = fields(pod.status);
  const phase = text(status.phase);
  if (phase === 'Succeeded') return verdict('healthy', 'Completed');
  if (text(fields(pod.metadata).deletionTimestamp)) return verdict('pending', 'Terminating');
  if (phase === 'Failed') return verdict('failing', text(status.reason) ?? 'Failed', text(status.message) ?? endOfContainers(pod));
  const containers = containersOfPod(pod);
  const stuck = stuckContainer(pod, containers);
  if (stuck) return stuck;
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') return verdict('failing', text(scheduled.reason) ?? 'Unschedulable', text(scheduled.message));
  if (phase === 'Unknown') return verdict('unknown', text(status.reason) ?? 'Unknown');
  if (phase !== 'Running') return verdict('pending', waitingReason(containers) ?? phase ?? 'no status yet');
  const ready = condition(pod, 'Ready');
  if (ready?.status !== 'True') return verdict('degraded', text(ready?.reason) ?? 'ContainersNotReady', text(ready?.message));
  return recentRestart(containers, at) ?? HEALTHY;
}

/** Whether a pod serves: what a Service counts. */
export function isPodReady(pod: KubernetesObject): boolean {
  return condition(pod, 'Ready')?.status === 'True' && text(fields(pod.metadata).deletionTimestamp) === undefined;
}

function stuckContainer(pod: KubernetesObject, containers: readonly Container[]): Verdict | undefined {
  const neverRestarts = fields(pod.spec).restartPolicy === 'Never';
  for (const { name, waiting, terminated, last } of containers) {
    if (waiting && STUCK_REASONS.has(waiting.reason))
      return verdict(
        'failing',
        waiting.reason,
        `container ${name}`,
        waiting.reason === 'CrashLoopBackOff' ? last && endingText(last) : waiting.message,
      );
    if (terminated && hasFailed(terminated) && !neverRestarts) return verdict('failing', `container ${name}`, endingText(terminated));
  }
  return undefined;
}

function recentRestart(containers: readonly Container[], at: number): Verdict | undefined {
  for (const { name, restarts, last } of containers) {
    if (restarts > 0 && last?.finishedAt !== undefined && at - last.finishedAt < RECENT_MS && hasFailed(last))
      return verdict('degraded', `container ${name} restarted ${restarts}×`, endingText(last));
  }
  return undefined;
}

function waitingReason(containers: readonly Container[]): string | undefined {
  return containers.find(({ waiting }) => waiting)?.waiting?.reason;
}

function endOfContainers(pod: KubernetesObject): string | undefined {
  const ended = containersOfPod(pod).find(({ terminated }) => terminated && hasFailed(terminated));
  return ended?.terminated && `container ${ended.name}: ${endingText(ended.terminated)}`;
}

function hasFailed({ exitCode }: Ending): boolean {
  return exitCode !== undefined && exitCode !== 0;
}
