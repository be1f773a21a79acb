import { type Container, endingText, STUCK_REASONS } from '#lib/kubernetes/containers.ts';
import { dig, fields, number, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Pod } from '../cluster/pods.ts';

/** What is wrong with one pod, as Kubernetes names it. */
export interface PodTrouble {
  pod: Pod;
  what: string;
  message: string;
  container: Container | undefined;
  since: number | undefined;
}

/** How long a pod may take to be scheduled, to start and to become ready. */
const SCHEDULING_GRACE_MS = 7_000;
const STARTING_GRACE_MS = 60_000;
/** Whoever sets a scheduling gate removes it when its own condition is met, for instance that a queue has room. */
const GATED_MS = 2 * 60_000;
const READINESS_GRACE_MS = 30_000;
const MIN_STABLE_RUN_MS = 30_000;
const MAX_STABLE_RUN_MS = 10 * 60_000;

/** Events that say why a pod cannot start; they come before a waiting reason does. */
const CANNOT_START = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
  'NetworkNotReady',
  'FailedPreStopHook',
]);

/**
 * What is wrong with a pod at `now`; undefined if nothing is, or if the pod is finished, terminating or still starting.
 * `isOverdue`: its controller has given up waiting for it, so it does not count as starting.
 */
export function podTrouble(pod: Pod, events: readonly ClusterEvent[], now: number, isOverdue = false): PodTrouble | undefined {
  const trouble = (what: string, message: string, since: number | undefined, container?: Container): PodTrouble => ({
    pod,
    what,
    message,
    container,
    since,
  });
  if (pod.phase === 'Succeeded' || pod.deletedAt !== undefined) return undefined;
  if (pod.phase === 'Failed')
    return trouble(pod.reason ?? 'Failed', pod.message ?? endOfContainers(pod) ?? 'the pod failed', pod.startedAt, failedContainer(pod));
  const stuck = pod.containers.find((one) => one.waiting && STUCK_REASONS.has(one.waiting.reason));
  if (stuck?.waiting) {
    const last = stuck.last ? `, last: ${endingText(stuck.last)}` : '';
    return trouble(
      stuck.waiting.reason,
      `container ${stuck.name}${last}${stuck.waiting.message ? `: ${stuck.waiting.message}` : ''}`,
      pod.startedAt,
      stuck,
    );
  }
  const scheduled = condition(pod.object, 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') {
    const isYoung = pod.createdAt !== undefined && now - pod.createdAt < GATED_MS;
    return isYoung
      ? undefined
      : trouble('SchedulingGated', text(scheduled.message) ?? 'its scheduling gates are not removed', pod.createdAt);
  }
  const unscheduled = schedulingTrouble(pod, events, isOverdue ? Number.POSITIVE_INFINITY : now);
  if (unscheduled) return trouble(unscheduled.what, unscheduled.message, pod.createdAt);
  const looping = pod.containers.find((one) => isLooping(one, now));
  if (looping) {
    const end = looping.terminated ?? looping.last;
    const what = end?.reason === 'OOMKilled' ? 'OOMKilled' : 'Restarting';
    return trouble(
      what,
      `container ${looping.name} restarted ${looping.restarts} times${end ? `, last: ${endingText(end)}` : ''}`,
      end?.finishedAt,
      looping,
    );
  }
  const age = pod.startedAt === undefined ? Number.POSITIVE_INFINITY : now - pod.startedAt;
  if (pod.phase === 'Pending' || pod.containers.some((one) => one.waiting))
    return startingTrouble(pod, events, isOverdue ? Number.POSITIVE_INFINITY : age, trouble);
  if (pod.phase === 'Unknown') return trouble('Unknown', pod.reason ?? 'the node does not report the state of the pod', undefined);
  if (pod.phase === 'Running' && !pod.ready && condition(pod.object, 'Ready'))
    return readinessTrouble(pod, events, isOverdue ? Number.POSITIVE_INFINITY : now, trouble);
  return undefined;
}

function failedContainer(pod: Pod): Container | undefined {
  return pod.containers.find((one) => one.terminated && one.terminated.exitCode !== 0);
}

/** How the first container that failed ended; undefined if none did. */
function endOfContainers(pod: Pod): string | undefined {
  const ended = failedContainer(pod);
  return ended?.terminated && `container ${ended.name}: ${endingText(ended.terminated)}`;
}

/**
 * A container is in a restart loop until its current run has lasted clearly longer than the previous one. So the seconds
 * between two crashes do not look healthy, and a restart long ago does not look like a failure.
 */
export function isLooping(container: Container, now: number): boolean {
  const { terminated, last, restarts } = container;
  if (container.init && container.terminated?.exitCode === 0) return false;
  if (terminated && terminated.exitCode !== 0) return restarts > 0 || terminated.reason === 'OOMKilled' || !container.init;
  // A container that exits with 0 is restarted, too: its liveness probe failed, or its command has nothing to do.
  if (!last || restarts === 0) return false;
  if (restarts === 1 && last.reason !== 'OOMKilled') return false;
  if (!container.running) return false;
  const run = last.startedAt !== undefined && last.finishedAt !== undefined ? last.finishedAt - last.startedAt : MIN_STABLE_RUN_MS;
  const needed = Math.min(MAX_STABLE_RUN_MS, Math.max(MIN_STABLE_RUN_MS, 2 * run));
  return container.runningSince !== undefined ? now - container.runningSince < needed : !container.ready;
}

function schedulingTrouble(pod: Pod, events: readonly ClusterEvent[], now: number): { what: string; message: string } | undefined {
  const scheduled = condition(pod.object, 'PodScheduled');
  const verdict = events.findLast(({ reason }) => reason === 'FailedScheduling' || reason === 'Scheduled');
  const age = pod.createdAt === undefined ? Number.POSITIVE_INFINITY : now - pod.createdAt;
  if (scheduled?.status === 'False') {
    return age < SCHEDULING_GRACE_MS
      ? undefined
      : { what: text(scheduled.reason) ?? 'Unschedulable', message: text(scheduled.message) ?? verdict?.message ?? 'not scheduled' };
  }
  // The status is incomplete: the scheduler's event replaces the missing condition.
  if (scheduled === undefined && pod.phase === 'Pending' && pod.node === undefined && verdict?.reason === 'FailedScheduling')
    return age < SCHEDULING_GRACE_MS ? undefined : { what: 'Unschedulable', message: verdict.message };
  const hasNoVerdict = pod.phase === 'Pending' && pod.node === undefined && scheduled === undefined && pod.containers.length > 0;
  return hasNoVerdict && age >= STARTING_GRACE_MS / 2 ? { what: 'NotScheduled', message: 'no scheduler has processed the pod' } : undefined;
}

type Make = (what: string, message: string, since: number | undefined, container?: Container) => PodTrouble;

function startingTrouble(pod: Pod, events: readonly ClusterEvent[], age: number, trouble: Make): PodTrouble | undefined {
  const failure = events.findLast((event) => CANNOT_START.has(event.reason));
  const ended = pod.containers.find((one) => one.init && one.terminated && one.terminated.exitCode !== 0);
  if (ended?.terminated)
    return trouble('Init:Error', `init container ${ended.name}: ${endingText(ended.terminated)}`, pod.startedAt, ended);
  if (pod.phase !== 'Pending') return undefined;
  if (failure && age > SCHEDULING_GRACE_MS) return trouble(failure.reason, failure.message, failure.firstAt);
  if (age < STARTING_GRACE_MS) return undefined;
  const init = pod.containers.find((one) => one.init && one.running);
  if (init) return trouble('Init', `init container ${init.name} has not ended`, pod.startedAt, init);
  const waiting = pod.containers.find((one) => one.waiting);
  return trouble(waiting?.waiting?.reason ?? 'Pending', pod.message ?? 'the pod does not start', pod.startedAt, waiting);
}

function readinessTrouble(pod: Pod, events: readonly ClusterEvent[], now: number, trouble: Make): PodTrouble | undefined {
  const ready = condition(pod.object, 'Ready');
  const container = pod.containers.find((one) => !one.init && !one.ready) ?? pod.containers.find((one) => !one.init);
  const unready = time(ready?.lastTransitionTime) ?? pod.startedAt;
  // The grace period of a container that had to wait for long begins when it runs at last.
  const since = unready === undefined ? container?.runningSince : Math.max(unready, container?.runningSince ?? unready);
  const failed = events.findLast((event) => event.reason === 'Unhealthy');
  const message = failed?.message ?? text(ready?.message) ?? 'containers are not ready';
  if (since !== undefined && now - since < graceOf(container)) return undefined;
  return trouble('NotReady', message, since, container);
}

/** How long a container may take to become ready: what its startup probe allows, at least half a minute. */
function graceOf(container: Container | undefined): number {
  const span = (probe: unknown) => {
    const { initialDelaySeconds, periodSeconds, failureThreshold } = fields(probe);
    return ((number(initialDelaySeconds) ?? 0) + (number(periodSeconds) ?? 10) * (number(failureThreshold) ?? 3)) * 1000;
  };
  const spec = container?.spec ?? {};
  const startup = dig(spec, 'startupProbe') === undefined ? 0 : span(spec.startupProbe);
  return Math.min(MAX_STABLE_RUN_MS, Math.max(READINESS_GRACE_MS, startup));
}
