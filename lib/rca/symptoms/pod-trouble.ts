import { type Container, endingText, STUCK_REASONS } from '#lib/kubernetes/containers.ts';
import { dig, fields, number, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Pod } from '../cluster/pods.ts';

/** What is wrong with one pod, in Kubernetes' words. */
export interface PodTrouble {
  pod: Pod;
  what: string;
  message: string;
  container: Container | undefined;
  since: number | undefined;
}

/** A pod may take this long to be scheduled, to start and to become ready before that is trouble. */
const SCHEDULING_GRACE_MS = 10_000;
const STARTING_GRACE_MS = 60_000;
const READINESS_GRACE_MS = 30_000;
const MIN_STABLE_RUN_MS = 30_000;
const MAX_STABLE_RUN_MS = 10 * 60_000;

/** Events that say why a pod cannot start; they come before any waiting reason does. */
const CANNOT_START = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
  'NetworkNotReady',
  'FailedPreStopHook',
]);

/**
 * What is wrong with a pod at `now`, or undefined: pods that are done, leaving, or only just started are not in trouble.
 * `isOverdue`: its controller has given up waiting for it, so it is no longer just starting.
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
    return trouble(pod.reason ?? 'Failed', pod.message ?? endOfContainers(pod) ?? 'the pod failed', pod.startedAt);
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
  const unscheduled = schedulingTrouble(pod, events, now);
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
  if (pod.phase === 'Unknown') return trouble('Unknown', pod.reason ?? 'the node does not report the pod', undefined);
  if (pod.phase === 'Running' && !pod.ready && condition(pod.object, 'Ready'))
    return readinessTrouble(pod, events, isOverdue ? Number.POSITIVE_INFINITY : now, trouble);
  return undefined;
}

/** Whether the kubelet has told the pod's state: a container of it is known by more than its name. */
function endOfContainers(pod: Pod): string | undefined {
  const ended = pod.containers.find((one) => one.terminated && one.terminated.exitCode !== 0);
  return ended?.terminated && `container ${ended.name}: ${endingText(ended.terminated)}`;
}

/**
 * A container is in a loop until its present run has lasted clearly longer than the one before, so that the running
 * seconds between two crashes do not look like health, and one restart long recovered does not look like trouble.
 */
export function isLooping(container: Container, now: number): boolean {
  const { terminated, last, restarts } = container;
  if (container.init && container.terminated?.exitCode === 0) return false;
  if (terminated && terminated.exitCode !== 0) return restarts > 0 || terminated.reason === 'OOMKilled' || !container.init;
  // One that ends with 0 is restarted, too: asked to stop by its liveness probe, or with nothing to do for ever.
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
  if (scheduled?.status === 'False' && scheduled.reason !== 'SchedulingGated') {
    return age < SCHEDULING_GRACE_MS
      ? undefined
      : { what: text(scheduled.reason) ?? 'Unschedulable', message: text(scheduled.message) ?? verdict?.message ?? 'not scheduled' };
  }
  // A status cut short: the scheduler's word stands in for the condition.
  if (scheduled === undefined && pod.phase === 'Pending' && pod.node === undefined && verdict?.reason === 'FailedScheduling')
    return age < SCHEDULING_GRACE_MS ? undefined : { what: 'Unschedulable', message: verdict.message };
  const isHeard = pod.phase === 'Pending' && pod.node === undefined && scheduled === undefined && pod.containers.length > 0;
  return isHeard && age >= STARTING_GRACE_MS / 2 ? { what: 'NotScheduled', message: 'no scheduler has looked at the pod' } : undefined;
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
  // A container that waited for something long and runs at last has its time from then.
  const since = unready === undefined ? container?.runningSince : Math.max(unready, container?.runningSince ?? unready);
  const failed = events.findLast((event) => event.reason === 'Unhealthy');
  const message = failed?.message ?? text(ready?.message) ?? 'containers are not ready';
  if (since !== undefined && now - since < graceOf(container)) return undefined;
  return trouble('NotReady', message, since, container);
}

/** How long a container may take: what its startup and readiness probes allow, at least half a minute. */
function graceOf(container: Container | undefined): number {
  const span = (probe: unknown) => {
    const { initialDelaySeconds, periodSeconds, failureThreshold } = fields(probe);
    return ((number(initialDelaySeconds) ?? 0) + (number(periodSeconds) ?? 10) * (number(failureThreshold) ?? 3)) * 1000;
  };
  const spec = container?.spec ?? {};
  const startup = dig(spec, 'startupProbe') === undefined ? 0 : span(spec.startupProbe);
  return Math.min(MAX_STABLE_RUN_MS, Math.max(READINESS_GRACE_MS, startup));
}
