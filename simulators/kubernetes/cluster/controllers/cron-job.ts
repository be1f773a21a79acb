import type { Obj } from '../../store/object.ts';
import { AdmissionError } from '../admission/error.ts';
import { isTrue } from '../api-machinery/conditions.ts';
import { controlledBy, type World } from '../world.ts';
import { lastDue } from './cron-schedule.ts';

/** Starts a Job at each time of a CronJob's schedule, and keeps only the most recent finished ones. */
export function cronJobController(world: World): () => void {
  return () => {
    for (const cron of world.list('CronJob')) if (!cron.metadata.deletionTimestamp) reconcile(world, cron);
  };
}

function reconcile(world: World, cron: Obj): void {
  const jobs = world.ownedBy('Job', cron);
  const running = jobs.filter((job) => !isTrue(job, 'Complete') && !isTrue(job, 'Failed'));
  for (const entry of cron.status?.active ?? []) {
    const job = jobs.find((one) => one.metadata.uid === entry.uid);
    if (job && !running.includes(job))
      recordEvent(
        world,
        cron,
        'SawCompletedJob',
        `Saw completed job: ${job.metadata.name}, condition: ${isTrue(job, 'Failed') ? 'Failed' : 'Complete'}`,
      );
  }
  const last = start(world, cron, running);
  const active = world.ownedBy('Job', cron).filter((job) => !isTrue(job, 'Complete') && !isTrue(job, 'Failed'));
  const ended = jobs.filter((job) => isTrue(job, 'Complete')).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  trim(world, cron, ended, cron.spec.successfulJobsHistoryLimit);
  trim(
    world,
    cron,
    jobs.filter((job) => isTrue(job, 'Failed')),
    cron.spec.failedJobsHistoryLimit,
  );
  const success = ended.at(-1)?.status?.completionTime ?? cron.status?.lastSuccessfulTime;
  world.setStatus(cron, {
    ...(active.length > 0 && {
      active: active.map(({ apiVersion, kind, metadata: { name, namespace, uid } }) => ({
        kind,
        namespace,
        name,
        uid,
        apiVersion,
      })),
    }),
    ...((last ?? cron.status?.lastScheduleTime) && { lastScheduleTime: last ?? cron.status.lastScheduleTime }),
    ...(success && { lastSuccessfulTime: success }),
  });
}

/** Starts the Job that is due; returns the time for which it was scheduled. */
function start(world: World, cron: Obj, running: Obj[]): string | undefined {
  if (cron.spec.suspend) return undefined;
  const after = Date.parse(cron.status?.lastScheduleTime ?? cron.metadata.creationTimestamp);
  let due: number | undefined;
  try {
    due = lastDue(cron.spec.schedule, after, world.now(), cron.spec.timeZone);
  } catch (error) {
    recordEvent(
      world,
      cron,
      'UnparseableSchedule',
      `unparseable schedule: "${cron.spec.schedule}" : ${(error as Error).message}`,
      'Warning',
    );
    return undefined;
  }
  if (due === undefined) return undefined;
  if (running.length > 0 && cron.spec.concurrencyPolicy === 'Forbid') {
    recordEvent(world, cron, 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid');
    return undefined;
  }
  if (cron.spec.concurrencyPolicy === 'Replace') for (const job of running) world.delete(job);
  const name = `${cron.metadata.name}-${due / 60_000}`;
  if (world.store.find('Job', cron.metadata.namespace, name)) return undefined;
  const { metadata, spec } = cron.spec.jobTemplate;
  const time = new Date(due).toISOString().replace('.000Z', 'Z');
  try {
    world.create({
      kind: 'Job',
      metadata: {
        name,
        namespace: cron.metadata.namespace,
        labels: { ...metadata?.labels },
        annotations: { ...metadata?.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': time },
        ownerReferences: [controlledBy(cron)],
      },
      spec: structuredClone(spec),
    });
  } catch (error) {
    if (!(error instanceof AdmissionError)) throw error;
    recordEvent(world, cron, 'FailedCreate', `Error creating job: ${error.message}`, 'Warning');
    return undefined;
  }
  recordEvent(world, cron, 'SuccessfulCreate', `Created job ${name}`);
  return time;
}

function trim(world: World, cron: Obj, ended: Obj[], keep: number): void {
  for (const job of ended.slice(0, Math.max(0, ended.length - keep))) {
    world.delete(job);
    recordEvent(world, cron, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  }
}

function recordEvent(world: World, cron: Obj, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
  world.events.record(cron, { type, reason, message, component: 'cronjob-controller' });
}
