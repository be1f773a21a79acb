import { text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Sign } from './symptom.ts';
import { listed } from './symptom.ts';
import { creationSign, troublesOf } from './workloads.ts';

/** Jobs that failed, or whose pods cannot run. A completed Job is healthy, whatever happened before. */
export function jobSigns(cluster: Cluster): Sign[] {
  return cluster.workloads.flatMap((workload) => {
    if (workload.ref.kind !== 'Job' && workload.ref.kind !== 'CronJob') return [];
    const jobs = workload.jobs.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
    const [newest] = jobs;
    if (newest && condition(newest.object, 'Complete')?.status === 'True') return [];
    const failed = newest && condition(newest.object, 'Failed');
    if (newest && failed?.status === 'True') {
      const since = time(failed.lastTransitionTime);
      const reason = text(failed.reason) ?? 'JobFailed';
      return [
        {
          object: workload.ref,
          what: reason,
          message: text(failed.message) ?? `Job ${newest.ref.name} failed`,
          ...(since !== undefined && { since }),
          workload,
          troubles: [],
        },
      ];
    }
    const troubles = troublesOf(cluster, workload).filter(({ pod }) => pod.phase !== 'Failed');
    const [first] = troubles;
    if (!first) return creationSign(cluster, workload) ?? [];
    const message = `${listed(troubles.map(({ pod }) => pod.ref.name))}: ${first.message}`;
    return [
      { object: workload.ref, what: first.what, message, ...(first.since !== undefined && { since: first.since }), workload, troubles },
    ];
  });
}
