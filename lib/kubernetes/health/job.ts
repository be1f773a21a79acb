import { count, fields, text } from '../fields.ts';
import { condition, type KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/** A Job by its terminal conditions (kubernetes.io/docs/concepts/workloads/controllers/job); failed pods of a running one degrade it. */
export function jobHealth(job: KubernetesObject): Verdict {
  const status = fields(job.status);
  const failed = condition(job, 'Failed') ?? condition(job, 'FailureTarget');
  if (failed?.status === 'True') return verdict('failing', text(failed.reason) ?? 'Failed', text(failed.message));
  if (condition(job, 'Complete')?.status === 'True') return verdict('healthy', 'Complete');
  if (fields(job.spec).suspend === true) return verdict('healthy', 'suspended');
  if (count(status.failed) > 0) return verdict('degraded', `${count(status.failed)} failed pods`);
  return count(status.active) > 0 ? verdict('healthy', 'running') : verdict('pending', 'no pod yet');
}

/** A CronJob says nothing of its runs: its Jobs do. */
export function cronJobHealth(cronJob: KubernetesObject): Verdict {
  return fields(cronJob.spec).suspend === true ? verdict('healthy', 'suspended') : HEALTHY;
}
