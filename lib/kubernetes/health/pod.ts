import { count, fields, items, text, time } from '../fields.ts';
import { condition, type KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** Waiting reasons that do not pass by themselves: the kubelet's image and container errors (kubernetes/pkg/kubelet/images/types.go, container/sync_result.go). */
const STUCK = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'CreatePodSandboxError',
  'RunContainerError',
  'PostStartHookError',
  'StartError',
]);

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
  const stuck = stuckContainer(pod);
  if (stuck) return stuck;
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') return verdict('failing', text(scheduled.reason) ?? 'Unschedulable', text(scheduled.message));
  if (phase === 'Unknown') return verdict('unknown', text(status.reason) ?? 'Unknown');
  if (phase !== 'Running') return verdict('pending', waitingReason(pod) ?? phase ?? 'no status yet');
  const ready = condition(pod, 'Ready');
  if (ready?.status !== 'True') return verdict('degraded', text(ready?.reason) ?? 'ContainersNotReady', text(ready?.message));
  return recentRestart(pod, at) ?? HEALTHY;
}

/** Whether a pod serves: what a Service counts. */
export function isPodReady(pod: KubernetesObject): boolean {
  return condition(pod, 'Ready')?.status === 'True' && text(fields(pod.metadata).deletionTimestamp) === undefined;
}

function containerStatuses(pod: KubernetesObject): Record<string, unknown>[] {
  const status = fields(pod.status);
  return [...items(status.initContainerStatuses), ...items(status.containerStatuses)];
}

function stuckContainer(pod: KubernetesObject): Verdict | undefined {
  const neverRestarts = fields(pod.spec).restartPolicy === 'Never';
  for (const container of containerStatuses(pod)) {
    const { waiting, terminated } = fields(container.state);
    const reason = text(fields(waiting).reason);
    const name = `container ${container.name}`;
    if (reason && STUCK.has(reason))
      return verdict('failing', reason, name, reason === 'CrashLoopBackOff' ? lastEnd(container) : text(fields(waiting).message));
    if (terminated && count(fields(terminated).exitCode) !== 0 && !neverRestarts) return verdict('failing', name, end(fields(terminated)));
  }
  return undefined;
}

function recentRestart(pod: KubernetesObject, at: number): Verdict | undefined {
  for (const container of containerStatuses(pod)) {
    const ended = fields(fields(container.lastState).terminated);
    const finished = time(ended.finishedAt);
    const restarts = count(container.restartCount);
    if (restarts > 0 && finished !== undefined && at - finished < RECENT_MS && count(ended.exitCode) !== 0) {
      return verdict('degraded', `container ${container.name} restarted ${restarts}×`, end(ended));
    }
  }
  return undefined;
}

function waitingReason(pod: KubernetesObject): string | undefined {
  return containerStatuses(pod)
    .map((container) => text(fields(fields(container.state).waiting).reason))
    .find((reason) => reason !== undefined);
}

function endOfContainers(pod: KubernetesObject): string | undefined {
  const ended = containerStatuses(pod).find((container) => count(fields(fields(container.state).terminated).exitCode) !== 0);
  return ended && `container ${ended.name}: ${end(fields(fields(ended.state).terminated))}`;
}

function lastEnd(container: Record<string, unknown>): string | undefined {
  const { terminated } = fields(container.lastState);
  return terminated ? end(fields(terminated)) : undefined;
}

/** How a container ended: `OOMKilled (exit code 137)`. */
function end(terminated: Record<string, unknown>): string {
  return `${text(terminated.reason) ?? 'ended'} (exit code ${count(terminated.exitCode)})`;
}
