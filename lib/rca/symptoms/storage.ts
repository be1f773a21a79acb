import { dig, text } from '#lib/kubernetes/fields.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Sign } from './symptom.ts';

const GRACE_MS = 15_000;

/** Claims that a pod waits for and that no volume is bound to; a claim that waits for its first consumer is well. */
export function storageSigns(cluster: Cluster): Sign[] {
  return cluster.of('PersistentVolumeClaim').flatMap((claim) => {
    const phase = text(dig(claim.object, 'status', 'phase'));
    const isYoung = claim.createdAt !== undefined && cluster.now - claim.createdAt < GRACE_MS;
    if (phase === 'Bound' || isYoung || claim.deletedAt !== undefined) return [];
    const waiting = cluster.consumersOf(claim.ref).some((workload) => workload.pods.some((pod) => pod.phase === 'Pending'));
    if (phase !== 'Lost' && !waiting) return [];
    const event = cluster.eventsAbout(claim.ref).findLast((one) => one.warning || one.reason === 'FailedBinding');
    return [
      {
        object: claim.ref,
        what: phase === 'Lost' ? 'ClaimLost' : 'ClaimPending',
        message: event?.message ?? 'no volume is bound to the claim',
        ...(claim.createdAt !== undefined && { since: claim.createdAt }),
        workload: undefined,
        troubles: [],
      },
    ];
  });
}
