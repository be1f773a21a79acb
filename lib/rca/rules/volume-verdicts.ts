import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { type VolumeVerdict, volumeVerdict } from '../cluster/scheduling-verdict.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { Evidence } from '../types.ts';

/**
 * Pods that wait for a volume according to the scheduler, when the claims themselves do not show more.
 * Signals: FailedScheduling "pod has unbound immediate PersistentVolumeClaims", "didn't find available persistent
 * volumes to bind", "volume node affinity conflict", "did not have enough free storage", "binding volumes: timed out".
 * Blames: the claim that the pod names, or the workload if it names none. A claim that exists and is not bound is left
 * to the storage rule, which sees more. Spreads: claim -> pod Pending -> workload.
 * Source: kubernetes/pkg/scheduler/framework/plugins/volumebinding.
 */
export const volumeVerdictRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(({ what }) => what === 'Unschedulable');
    return workload && trouble ? (judge(scene, workload, trouble) ?? []) : [];
  });

const MEANING: Record<Exclude<VolumeVerdict, 'missing'>, { code: string; why: string; weight: number }> = {
  unbound: { code: 'storage.class_wrong', why: 'it is not bound to a volume, and none is provisioned for it', weight: -0.06 },
  capacity: { code: 'storage.capacity_mismatch', why: 'no node can provide a volume of the requested size', weight: 0 },
  elsewhere: { code: 'storage.mount_failed', why: 'its volume belongs to nodes or a zone in which the pod cannot run', weight: -0.06 },
  lost: { code: 'storage.mount_failed', why: 'the volume to which it is bound no longer exists', weight: 0 },
  leaving: { code: 'lifecycle.terminating_stuck', why: 'it is being deleted, and the deletion does not finish', weight: 0 },
};

function judge(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate | undefined {
  const { cluster } = scene;
  const event = cluster.eventsAbout(trouble.pod.ref).findLast(({ reason }) => reason === 'FailedScheduling');
  const message = text(condition(trouble.pod.object, 'PodScheduled')?.message) ?? event?.message ?? '';
  const verdict = volumeVerdict(message);
  if (!verdict || verdict.kind === 'missing') return undefined;
  const claims = cluster.referencesOf(workload).filter(({ target }) => target.kind === 'PersistentVolumeClaim');
  const named =
    claims.find(({ target }) => target.name === verdict.claim) ?? claims.find(({ target }) => !isBound(scene, target)) ?? claims[0];
  if (verdict.kind === 'unbound' && named && cluster.find(named.target.kind, named.target.namespace, named.target.name)) return undefined;
  const object: ObjectRef = named?.target ?? workload.ref;
  const { code, why, weight } = MEANING[verdict.kind];
  const evidence: Evidence = event
    ? eventEvidence(event)
    : stateEvidence(
        trouble.pod.ref,
        'status.conditions[PodScheduled].message',
        message,
        `The scheduler reports for ${trouble.pod.ref.name}: ${message}`,
      );
  return {
    code,
    object,
    proof: 'event',
    weight,
    own: true,
    summary: `${shown(workload.ref)} waits for ${named ? shown(object) : 'a volume'}: ${why}.`,
    evidenceFor: [evidence],
    remedies: [
      {
        text: 'Check the claim, its class and its volume.',
        command: named ? command`kubectl describe ${kindAndName(object)}` : command`kubectl get pvc ${inNamespace(workload.ref)}`,
      },
      { text: 'Check on which nodes and in which zones the volumes can be used.', command: command`kubectl get pv,storageclass` },
    ],
    hits: [hit(workload, 'volume not available', `Its pods cannot be placed: ${why}`)],
    ...(trouble.since !== undefined && { onset: trouble.since }),
  };
}

function isBound({ cluster }: Scene, claim: ObjectRef): boolean {
  return dig(cluster.find(claim.kind, claim.namespace, claim.name)?.object, 'status', 'phase') === 'Bound';
}
