import { wording } from '#lib/kubernetes/canonical.ts';
import { command, fixed, kindAndName, kindSlashName } from '#lib/kubernetes/commands.ts';
import { dig, items, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';

/**
 * Jobs that used up their retries or their time, and CronJobs that do not start.
 * Signals: condition Failed with BackoffLimitExceeded, DeadlineExceeded or PodFailurePolicy; events FailedNeedsStart,
 * TooManyMissedTimes, UnparseableSchedule, JobAlreadyActive; suspend set recently; concurrencyPolicy Forbid while a run
 * does not end. Blames: the Job or CronJob; a fault of its pods (image, configuration, …) ranks higher.
 * Sources: kubernetes/pkg/controller/{job,cronjob}; kubernetes.io/docs/concepts/workloads/controllers/job, cron-jobs.
 */
export const jobRule: Rule = (scene) => [
  ...scene.signs.flatMap(({ workload }) =>
    workload && (workload.ref.kind === 'Job' || workload.ref.kind === 'CronJob') ? (failed(scene, workload) ?? []) : [],
  ),
  ...scene.cluster.of('CronJob').flatMap((cron) => notScheduled(scene, cron) ?? []),
];

function failed(scene: Scene, workload: Workload): Candidate | undefined {
  const job = workload.jobs
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
    .find((one) => condition(one.object, 'Failed')?.status === 'True');
  if (!job) return undefined;
  const failure = condition(job.object, 'Failed') ?? {};
  const reason = text(failure.reason) ?? 'Failed';
  const fact = scene.cluster.factsOf(workload).findLast(({ type }) => type !== 'listening');
  const event = scene.cluster.eventsAbout(job.ref).findLast(({ warning }) => warning);
  const candidate: Candidate = {
    code: 'job.failed',
    object: workload.ref,
    proof: 'state',
    weight: -0.1,
    own: true,
    summary: sentence(`${shown(job.ref)} has failed: ${text(failure.message) ?? reason}`),
    evidenceFor: [
      stateEvidence(
        job.ref,
        'status.conditions[Failed]',
        reason,
        `Failed: ${reason}${failure.message ? ` (${wording(failure.message)})` : ''}`,
      ),
      ...(event ? [eventEvidence(event)] : []),
      ...(fact ? [logEvidence(fact)] : []),
    ],
    remedies: [
      { text: 'Read the logs of its pods.', command: command`kubectl logs ${kindSlashName(job.ref)} --all-containers` },
      { text: 'Correct its template, then delete it and run it again.', command: command`kubectl delete ${kindAndName(job.ref)}` },
    ],
    hits: [hit(workload, reason, 'Its pods failed more often than its retry limit allows, or took too long')],
  };
  return withChange(scene, candidate, workload.ref, ['image', 'command', 'env', 'config-reference', 'resources', 'other']);
}

/** A CronJob that ran within this time is considered to be in use. */
const RECENTLY_RAN_MS = 7 * 24 * 3_600_000;

function notScheduled(scene: Scene, cron: Entity): Candidate | undefined {
  const { cluster } = scene;
  const isSuspended = dig(cron.object, 'spec', 'suspend') === true;
  const change = isSuspended
    ? cluster.changesOf(cron.ref).find((one) => one.fields.some(({ path }) => path.endsWith('suspend')))
    : undefined;
  const ran = time(dig(cron.object, 'status', 'lastScheduleTime'));
  // A CronJob that has been suspended for long is suspended on purpose.
  const isRecent = ran !== undefined && cluster.now - ran < RECENTLY_RAN_MS;
  const suspension = isSuspended && (change !== undefined || isRecent);
  const event = cluster
    .eventsAbout(cron.ref)
    .findLast(({ reason }) =>
      /^(FailedNeedsStart|TooManyMissedTimes|UnparseableSchedule|UnparsableSchedule|InvalidSchedule|UnknownTimeZone|FailedCreate)$/.test(
        reason,
      ),
    );
  const isForbidden = dig(cron.object, 'spec', 'concurrencyPolicy') === 'Forbid';
  const blocked = isForbidden ? cluster.eventsAbout(cron.ref).findLast(({ reason }) => reason === 'JobAlreadyActive') : undefined;
  const running = blocked ? items(dig(cron.object, 'status', 'active')).flatMap(({ name }) => text(name) ?? []) : [];
  const failure = event ?? blocked;
  if (!suspension && !failure) return undefined;
  const evidence: Evidence[] = [
    ...(failure ? [eventEvidence(failure)] : []),
    stateEvidence(
      cron.ref,
      'spec.schedule',
      text(dig(cron.object, 'spec', 'schedule')) ?? '',
      `Schedule ${text(dig(cron.object, 'spec', 'schedule')) ?? '(none)'}${suspension ? ', suspended' : ''}`,
    ),
    ...running
      .slice(0, 1)
      .map((name) =>
        stateEvidence(
          ref('Job', cron.ref.namespace, name),
          'status.active',
          '1',
          `The Job ${name} has not ended, and the concurrency policy forbids a second one`,
        ),
      ),
  ];
  const candidate: Candidate = {
    code: 'job.not_scheduled',
    object: cron.ref,
    proof: suspension && !change && !failure ? 'pattern' : 'state',
    weight: suspension && !change && !failure ? 0.3 : -0.04,
    own: true,
    summary: sentence(`${shown(cron.ref)} does not start its Jobs: ${suspension ? 'it is suspended' : (failure?.message ?? '')}`),
    evidenceFor: evidence,
    remedies: [
      suspension
        ? {
            text: 'Resume it.',
            command: command`kubectl patch ${kindAndName(cron.ref)} -p ${fixed('{"spec":{"suspend":false}}')}`,
          }
        : {
            text: 'Correct its schedule or concurrency policy, or end the Job that blocks it.',
            command: command`kubectl edit ${kindAndName(cron.ref)}`,
          },
    ],
    hits: [{ to: cron.ref, mechanism: 'not started', text: 'Its Jobs are not started' }],
  };
  return change ? { ...candidate, change } : withChange(scene, candidate, cron.ref, ['other']);
}
