import type { Container } from '#lib/kubernetes/containers.ts';
import { time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { Cluster, ClusterEvent, Pod } from './cluster/index.ts';
import type { Sign } from './symptoms/index.ts';
import type { PodTrouble } from './symptoms/pod-trouble.ts';
import type { Onset } from './types.ts';

/** Failures further apart than this are not of one trouble: the kubelet starts a crashing container again after 5 minutes at most. */
const QUIET_MS = 10 * 60_000;
/** A probe fails several times before its pod counts as not ready: so long before that, failures belong to it. */
const BEFORE_UNREADY_MS = 60_000;
/** A container that ran this long was well. */
const WELL_RUN_MS = 5 * 60_000;
/** How long the kubelet waits before it starts a container again: twice as long each time (kubernetes.io, "Pod Lifecycle", restart policy). */
const FIRST_BACK_OFF_MS = 10_000;
const LONGEST_BACK_OFF_MS = 300_000;
/** The kubelet writes the first conditions of a pod within this time. */
const FIRST_STATUS_MS = 5_000;
/** What fails within this time of its creation was never well. */
const SINCE_MADE_MS = 60_000;

/** What the kubelet and the scheduler report of a pod that has not run yet; over once it has. */
const BEFORE_RUNNING = new Set([
  'FailedScheduling',
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedCreatePodSandBox',
  'NetworkNotReady',
]);

/** A time in which something failed, epoch ms. */
interface Bad {
  from: number;
  to: number;
}

/**
 * The first sign of what is wrong now with the objects of `signs`, and whether they were well before: undefined if no
 * evidence has a time. Failures before an object was last well belong to an earlier trouble.
 */
export function onsetOf(cluster: Cluster, signs: readonly Sign[]): Onset | undefined {
  const [first] = signs.flatMap((sign) => (sign.since === undefined ? [] : [{ sign, at: sign.since }])).sort((a, b) => a.at - b.at);
  if (!first) return undefined;
  const wasWell = wasWellBefore(cluster, first.sign, first.at);
  return { at: first.at, ...(wasWell !== undefined && { wasWell }) };
}

/**
 * A sign whose `since` is the first sign of this trouble, instead of the start of its pods. What happened to an earlier object
 * of the same name does not count.
 */
export function fromFirstSign(cluster: Cluster, sign: Sign): Sign {
  const { object, since, workload } = sign;
  const createdAt = workload?.createdAt ?? cluster.find(object.kind, object.namespace, object.name)?.createdAt;
  if (since !== undefined && createdAt !== undefined && since < createdAt) {
    const evicted = workload && cluster.evictionsOf(workload).find(({ at }) => at >= createdAt);
    return { ...sign, since: evicted?.at ?? createdAt };
  }
  const same = sign.troubles.filter(({ what }) => what === sign.what);
  const starts = (same.length > 0 ? same : sign.troubles).flatMap((trouble) => firstSignOf(cluster, trouble) ?? []);
  return starts.length === 0 ? sign : { ...sign, since: Math.min(...starts) };
}

/** When the trouble of a pod began: as far back as its failures follow each other closely. */
function firstSignOf(cluster: Cluster, { pod, since }: PodTrouble): number | undefined {
  const floor = Math.max(pod.createdAt ?? 0, wellUntil(pod) - BEFORE_UNREADY_MS);
  const bad = [...conditionsOf(pod, cluster.now), ...endingsOf(pod), ...warningsOf(pod, cluster.eventsAbout(pod.ref))]
    .flatMap(({ from, to }) => (to < floor ? [] : [{ from: from < floor ? to : from, to }]))
    .sort((a, b) => b.to - a.to);
  let onset: number | undefined;
  for (const { from, to } of bad) {
    if (onset !== undefined && onset - to > QUIET_MS) break;
    onset = Math.min(onset ?? from, from);
  }
  return onset ?? since;
}

/** Until when a pod is known to have been well; 0 if it is not known. */
function wellUntil(pod: Pod): number {
  const lost = lostReadiness(pod);
  const loops = pod.containers.filter(({ restarts }) => restarts > 1);
  const runs = pod.containers.flatMap(({ last, terminated }) =>
    [last, terminated].flatMap((one) =>
      one?.startedAt !== undefined && one.finishedAt !== undefined && one.finishedAt - one.startedAt >= WELL_RUN_MS ? [one.finishedAt] : [],
    ),
  );
  const begun = loops.length > 0 ? Math.min(...loops.map(loopBegun)) : (lost ?? 0);
  return Math.max(0, begun, ...runs);
}

/** The earliest time at which a loop of crashes can have begun, by the number of restarts and the length of the last run. */
function loopBegun({ restarts, last }: Container): number {
  if (last?.startedAt === undefined || last.finishedAt === undefined) return 0;
  let waited = 0;
  // From the sixth restart on each wait is the longest.
  for (let n = 0; n < Math.min(restarts, 5); n++) waited += FIRST_BACK_OFF_MS * 2 ** n;
  waited += Math.max(0, restarts - 5) * LONGEST_BACK_OFF_MS;
  return last.finishedAt - waited - 2 * restarts * (last.finishedAt - last.startedAt);
}

/** When a pod that was ready lost that; undefined for one that never was ready, or is. */
function lostReadiness({ object, startedAt }: Pod): number | undefined {
  const ready = condition(object, 'Ready');
  const at = ready?.status === 'False' ? time(ready.lastTransitionTime) : undefined;
  return at !== undefined && at - (startedAt ?? 0) > FIRST_STATUS_MS ? at : undefined;
}

function conditionsOf(pod: Pod, now: number): Bad[] {
  const lost = lostReadiness(pod);
  const scheduled = condition(pod.object, 'PodScheduled');
  const unscheduled = scheduled?.status === 'False' ? time(scheduled.lastTransitionTime) : undefined;
  return [lost, unscheduled].flatMap((from) => (from === undefined || from > now ? [] : [{ from, to: now }]));
}

/** The ends of containers that should run on. Of all restarts but the last only the start of the next run is known. */
function endingsOf({ containers }: Pod): Bad[] {
  return containers.flatMap(({ terminated, last, restarts, init }) => {
    const ends = [terminated, last].flatMap((one) =>
      one?.finishedAt === undefined || (init && one.exitCode === 0) ? [] : [one.finishedAt],
    );
    const again = restarts > 1 && last?.startedAt !== undefined ? [last.startedAt] : [];
    return [...ends, ...again].map((at) => ({ from: at, to: at }));
  });
}

function warningsOf({ containers }: Pod, events: readonly ClusterEvent[]): Bad[] {
  const hasRun = containers.some(({ running, terminated, last }) => running || terminated || last);
  return events.flatMap(({ warning, reason, firstAt, lastAt, count }) => {
    const to = lastAt ?? firstAt;
    if (!warning || to === undefined || (hasRun && BEFORE_RUNNING.has(reason))) return [];
    // The API counts equal events up, however far apart they are.
    const isSeries = firstAt !== undefined && (to - firstAt) / Math.max(1, count - 1) <= QUIET_MS;
    return [{ from: isSeries ? firstAt : to, to }];
  });
}

/** Whether an object was well before it failed: false if it failed from its creation on, undefined if that is not known. */
function wasWellBefore(cluster: Cluster, { object, troubles, workload }: Sign, onset: number): boolean | undefined {
  const createdAt = workload?.createdAt ?? cluster.find(object.kind, object.namespace, object.name)?.createdAt;
  if (createdAt === undefined) return undefined;
  const isOfBeginning = (at: number | undefined) => at !== undefined && at - createdAt <= SINCE_MADE_MS;
  if (isOfBeginning(onset)) return false;
  const neverRan = troubles.length > 0 && troubles.every(({ pod }) => isOfBeginning(pod.createdAt) && !hasBeenReady(pod));
  return !neverRan;
}

function hasBeenReady(pod: Pod): boolean {
  if (pod.ready || lostReadiness(pod) !== undefined) return true;
  // Without a time of the condition nothing is known, so that the pod counts as one that worked.
  return time(condition(pod.object, 'Ready')?.lastTransitionTime) === undefined;
}
