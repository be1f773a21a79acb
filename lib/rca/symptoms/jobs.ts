import { text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { ownerOf } from '../cluster/entities.ts';
import type { Cluster, Pod } from '../cluster/index.ts';
import type { Sign } from './symptom.ts';
import { listed } from './symptom.ts';
import { creationSign, troublesOf } from './workloads.ts';

/** A Job creates the next pod within this time of the first failures. */
const RETRIES_MS = 60_000;

function isOf({ object }: Pod, job: string): boolean {
  return ownerOf({ object })?.name === job;
}

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
          // Its failed pods say why.
          troubles: troublesOf(cluster, workload).filter(({ pod }) => isOf(pod, newest.ref.name)),
        },
      ];
    }
    const all = troublesOf(cluster, workload).filter(({ pod }) => !newest || isOf(pod, newest.ref.name) || pod.phase !== 'Failed');
    const alive = all.filter(({ pod }) => pod.phase !== 'Failed');
    // A Job tries again; it is in trouble once nothing of it runs any more, or it has failed more than once.
    const isHopeless =
      workload.ref.kind === 'Job' && alive.length === 0 && !workload.pods.some(({ phase }) => phase === 'Running' || phase === 'Pending');
    const troubles = isHopeless ? all.filter(({ since }) => since === undefined || cluster.now - since > RETRIES_MS) : alive;
    const [first] = troubles;
    if (!first) return creationSign(cluster, workload) ?? [];
    const message = `${listed(troubles.map(({ pod }) => pod.ref.name))}: ${first.message}`;
    return [
      { object: workload.ref, what: first.what, message, ...(first.since !== undefined && { since: first.since }), workload, troubles },
    ];
  });
}
