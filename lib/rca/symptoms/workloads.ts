import { dig, fields, items, number, text, time } from '#lib/kubernetes/fields.ts';
import { condition, type KubernetesObject } from '#lib/kubernetes/object.ts';
import type { Cluster, Pod, Workload } from '../cluster/index.ts';
import { type PodTrouble, podTrouble } from './pod-trouble.ts';
import { listed, type Sign } from './symptom.ts';

/** What is said of pods that are not created where neither an event nor a condition says why. */
export const UNKNOWN_REFUSAL = 'its controller cannot create pods';

/** The order in which the failures of different pods name the workload's sign: what prevents a container from running comes first. */
const WEIGHT = ['CrashLoopBackOff', 'OOMKilled', 'ErrImagePull', 'ImagePullBackOff', 'CreateContainerConfigError', 'Unschedulable'];

const NEW_MS = 10_000;

/** Controllers wait at most this long before they try to create a pod again (their rate limiter ends at 1,000 s). */
const CREATE_BACKOFF_MS = 1_000_000;

/** This many pods that failed within this time are not leftovers: each replacement fails, too, as during continuing evictions. */
const LOOPS = 3;
const LOOP_MS = 3 * 60_000;

/** One sign for each workload whose pods fail or cannot be created. */
export function workloadSigns(cluster: Cluster): Sign[] {
  return cluster.workloads.flatMap((workload) => {
    if (workload.deletedAt !== undefined || workload.ref.kind === 'Job' || workload.ref.kind === 'CronJob') return [];
    return podSign(cluster, workload) ?? creationSign(cluster, workload) ?? unobservedSign(cluster, workload) ?? [];
  });
}

/** Whether a pod was created or started a moment ago: an earlier condition of its workload does not apply to it. */
function isNew({ now }: Cluster, pod: Pod): boolean {
  return [pod.createdAt, ...pod.containers.map(({ runningSince }) => runningSince)].some((at) => at !== undefined && now - at < NEW_MS);
}

/** The failures of the pods of a workload now. */
export function troublesOf(cluster: Cluster, workload: Workload): PodTrouble[] {
  const isOverdue = condition(workload.object, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
  const found = workload.pods.flatMap((pod) => {
    return podTrouble(pod, cluster.eventsAbout(pod.ref), cluster.now, isOverdue && !isNew(cluster, pod)) ?? [];
  });
  const healthy = workload.pods.filter((pod) => pod.ready && pod.deletedAt === undefined).length;
  // A failed pod that its controller has replaced is a leftover (evicted pods remain until they are garbage-collected).
  const isReplaced = workload.ref.kind !== 'Pod' && workload.desired !== undefined && healthy >= workload.desired;
  const isRecent = ({ createdAt }: Pod) => createdAt !== undefined && cluster.now - createdAt < LOOP_MS;
  const isLooping = found.filter(({ pod }) => pod.phase === 'Failed' && isRecent(pod)).length >= LOOPS;
  return found.filter(({ pod }) => !(pod.phase === 'Failed' && isReplaced && !(isLooping && isRecent(pod))));
}

function podSign(cluster: Cluster, workload: Workload): Sign | undefined {
  if (workload.desired === 0) return undefined;
  const troubles = troublesOf(cluster, workload);
  if (troubles.length === 0) return undefined;
  const kinds = new Map<string, number>();
  for (const { what } of troubles) kinds.set(what, (kinds.get(what) ?? 0) + 1);
  const rank = (what: string) => (WEIGHT.includes(what) ? WEIGHT.indexOf(what) : WEIGHT.length);
  const [what = 'Failing'] = [...kinds.keys()].sort(
    (a, b) => (kinds.get(b) ?? 0) - (kinds.get(a) ?? 0) || rank(a) - rank(b) || (a < b ? -1 : 1),
  );
  const example = troubles.find((one) => one.what === what) ?? troubles[0]!;
  const names = troubles.map(({ pod }) => pod.ref.name);
  const of = workload.ref.kind === 'Pod' ? '' : `${troubles.length} of ${workload.pods.length} pods (${listed(names)}): `;
  return sign(workload, what, `${of}${example.message}`, earliest(troubles.map(({ since }) => since)), troubles);
}

/** What the API server answered when the workload's controller last tried to create pods; undefined if it does not fail now. */
export function refusalOf(cluster: Cluster, workload: Workload): string | undefined {
  return refusal(cluster, workload)?.message;
}

function refusal(cluster: Cluster, workload: Workload): { message: string; since: number | undefined } | undefined {
  if (workload.desired === 0) return undefined;
  const alive = workload.pods.filter((pod) => pod.deletedAt === undefined && pod.phase !== 'Failed').length;
  const missing = workload.desired === undefined ? 0 : workload.desired - alive;
  const failure = condition(workload.object, 'ReplicaFailure');
  const event = cluster.eventsOf(workload).findLast((one) => one.reason === 'FailedCreate' || one.reason === 'ReplicaSetCreateError');
  const isRecent = event !== undefined && cluster.now - (event.lastAt ?? cluster.now) < CREATE_BACKOFF_MS;
  // A Job has no number of replicas: nothing of it runs, so its event still holds.
  const isIdle = workload.ref.kind === 'Job' && alive === 0 && workload.desired === undefined;
  // A Deployment's condition says whether its ReplicaSet still fails, also during a surge; for other kinds only a recent event does.
  const isFailing = failure ? failure.status === 'True' : (missing > 0 || isIdle) && isRecent;
  if (isFailing) {
    const message = event?.message ?? text(failure?.message) ?? UNKNOWN_REFUSAL;
    return { message, since: time(failure?.lastTransitionTime) ?? event?.firstAt };
  }
  // The ReplicaSet itself was refused: only the Deployment says so.
  const progressing = condition(workload.object, 'Progressing');
  if (progressing?.status !== 'False' || progressing.reason !== 'ReplicaSetCreateError') return undefined;
  return {
    message: text(progressing.message) ?? 'its controller cannot create a ReplicaSet',
    since: time(progressing.lastTransitionTime) ?? time(progressing.lastUpdateTime),
  };
}

/** The sign of a workload whose pods cannot be created, or that does not become available for a reason that no pod shows. */
export function creationSign(cluster: Cluster, workload: Workload): Sign | undefined {
  const refused = refusal(cluster, workload);
  if (refused) return sign(workload, 'FailedCreate', refused.message, refused.since, []);
  const progressing = condition(workload.object, 'Progressing');
  if (
    workload.desired !== 0 &&
    progressing?.status === 'False' &&
    progressing.reason === 'ProgressDeadlineExceeded' &&
    !workload.pods.some((pod) => isNew(cluster, pod))
  ) {
    return sign(
      workload,
      'ProgressDeadlineExceeded',
      text(progressing.message) ?? 'the rollout does not progress',
      time(progressing.lastTransitionTime),
      [],
    );
  }
  const available = condition(workload.object, 'Available');
  // If the snapshot has no pods, the Deployment's own condition has to do.
  if (workload.desired !== 0 && available?.status === 'False' && !cluster.knows('Pod'))
    return sign(
      workload,
      'Unavailable',
      text(available.message) ?? 'it does not have enough available pods',
      time(available.lastTransitionTime),
      [],
    );
  return undefined;
}

/** Controllers observe a new spec within seconds, even under load. */
const OBSERVED_MS = 30_000;

/** A spec that no controller has observed since it was written (metadata.generation ahead of status.observedGeneration). */
function unobservedSign({ now }: Cluster, workload: Workload): Sign | undefined {
  const { object } = workload;
  const [wanted, observed] = [number(dig(object, 'metadata', 'generation')), number(dig(object, 'status', 'observedGeneration'))];
  if (wanted === undefined || observed === undefined || wanted <= observed) return undefined;
  const since = writtenAt(object);
  if (since === undefined || now - since < OBSERVED_MS) return undefined;
  return sign(workload, 'NotObserved', `its controller has not observed generation ${wanted} of its spec, only ${observed}`, since, []);
}

/** When a field other than the status was last written: from the agent's `lastManager`, or the API's managedFields. */
function writtenAt(object: KubernetesObject | undefined): number | undefined {
  const { lastManager, managedFields } = fields(object?.metadata);
  const times = [fields(lastManager), ...items(managedFields).filter(({ subresource }) => subresource !== 'status')].flatMap(
    (entry) => time(entry.time) ?? [],
  );
  return times.length > 0 ? Math.max(...times) : undefined;
}

function sign(workload: Workload, what: string, message: string, since: number | undefined, troubles: PodTrouble[]): Sign {
  return { object: workload.ref, what, message, ...(since !== undefined && { since }), workload, troubles };
}

export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((one) => one !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
