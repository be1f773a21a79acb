import { dig, text } from '#lib/kubernetes/fields.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Sign } from './symptom.ts';

const GRACE_MS = 15_000;

/** Unbound claims that a pod is waiting for. A claim that waits for its first consumer is healthy. */
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
        message: event?.message ?? 'the claim is not bound to a volume',
        ...(claim.createdAt !== undefined && { since: claim.createdAt }),
        workload: undefined,
        troubles: [],
      },
    ];
  });
}
