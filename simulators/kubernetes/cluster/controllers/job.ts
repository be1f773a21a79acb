import type { Obj } from '../../store/object.ts';
import { type Condition, isTrue, withCondition } from '../api-machinery/conditions.ts';
import { suffix } from '../api-machinery/names.ts';
import { backOffAfter } from '../times.ts';
import type { World } from '../world.ts';
import { isActive, isReady, PodMaker } from './pods.ts';

/** Runs the pods of each Job until enough have succeeded or too many have failed. */
export function jobController(world: World): () => void {
  const maker = new PodMaker(world, 'job-controller');
  return () => {
    for (const job of world.list('Job')) {
      if (!job.metadata.deletionTimestamp) reconcile(world, maker, job);
    }
  };
}

function reconcile(world: World, maker: PodMaker, job: Obj): void {
  if (!job.spec.selector) {
    label(world, job);
    return;
  }
  const before = job.status ?? {};
  if (isTrue(job, 'Complete') || isTrue(job, 'Failed')) return;
  const { spec } = job;
  const pods = world.ownedBy('Pod', job);
  const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded').length;
  const ended = pods.filter((pod) => pod.status?.phase === 'Failed');
  const restarts = spec.template.spec.restartPolicy === 'OnFailure' ? sumRestarts(pods) : 0;
  const failed = ended.length;
  const active = pods.filter(isActive);
  const time = world.time();
  let conditions: Condition[] = before.conditions ?? [];
  const done = succeeded >= spec.completions;
  const failure = failureOf(world, job, failed + restarts);
  if (done || failure) for (const pod of active) maker.remove(job, pod);
  else if (!spec.suspend && maker.mayTry(job) && mayRetry(world, ended)) {
    for (let missing = Math.min(spec.parallelism, spec.completions - succeeded) - active.length; missing > 0; missing--) {
      const refused = maker.make(job, `${job.metadata.name}-${suffix(world.random)}`, spec.template, (pod) => {
        pod.metadata.labels = { ...pod.metadata.labels, ...labelsOf(job) };
      });
      if (refused) break;
    }
  }
  if (done) {
    const reached = { status: 'True', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } as const;
    conditions = withCondition(conditions, { type: 'SuccessCriteriaMet', ...reached }, time);
    conditions = withCondition(conditions, { type: 'Complete', ...reached }, time);
    world.events.record(job, { type: 'Normal', reason: 'Completed', message: 'Job completed', component: 'job-controller' });
  } else if (failure) {
    conditions = withCondition(conditions, { type: 'FailureTarget', status: 'True', ...failure }, time);
    conditions = withCondition(conditions, { type: 'Failed', status: 'True', ...failure }, time);
    world.events.record(job, { type: 'Warning', ...failure, component: 'job-controller' });
  }
  const left = done || failure ? [] : world.ownedBy('Pod', job).filter(isActive);
  world.setStatus(job, {
    ...(conditions.length > 0 && { conditions }),
    ...(!spec.suspend && { startTime: before.startTime ?? time }),
    ...(done && { completionTime: time }),
    ...(left.length > 0 && { active: left.length }),
    ...(succeeded > 0 && { succeeded }),
    ...(failed > 0 && { failed }),
    terminating: 0,
    ready: left.filter(isReady).length,
    uncountedTerminatedPods: {},
  });
}

function labelsOf(job: Obj): Record<string, string> {
  const { uid, name } = job.metadata;
  return { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name };
}

/** The selector of a Job and the labels of its pods contain its uid, which is known only now. */
function label(world: World, job: Obj): void {
  world.store.modify('Job', job.metadata.namespace, job.metadata.name, (draft) => {
    draft.spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': job.metadata.uid } };
    const { metadata } = draft.spec.template;
    metadata.labels = { ...metadata.labels, ...labelsOf(job) };
    // A Job without labels gets those of its template.
    if (Object.keys(draft.metadata.labels ?? {}).length === 0) draft.metadata.labels = { ...metadata.labels };
  });
}

function sumRestarts(pods: Obj[]): number {
  return pods.reduce((sum, pod) => sum + (pod.status?.containerStatuses?.[0]?.restartCount ?? 0), 0);
}

function failureOf(world: World, job: Obj, failures: number): { reason: string; message: string } | undefined {
  const { backoffLimit, activeDeadlineSeconds } = job.spec;
  if (failures > backoffLimit) return { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const since = Date.parse(job.status?.startTime ?? world.time());
  if (activeDeadlineSeconds && world.now() - since >= activeDeadlineSeconds * 1000)
    return { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  return undefined;
}

/** After failures the next pod waits, as long as a crashing container would. */
function mayRetry(world: World, ended: Obj[]): boolean {
  if (ended.length === 0) return true;
  const last = Math.max(
    ...ended.map((pod) => Date.parse(pod.status?.containerStatuses?.[0]?.state?.terminated?.finishedAt ?? pod.metadata.creationTimestamp)),
  );
  return world.now() - last >= backOffAfter(world.times.crashBackOff, ended.length);
}
