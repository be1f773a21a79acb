import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig, text } from '#lib/kubernetes/fields.ts';
import { keyOf, ref, shown } from '#lib/kubernetes/refs.ts';
import { bindingProblem } from '../claim-binding.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Workload } from '../cluster/index.ts';
import { driversOf } from '../cluster/platform-dependants.ts';
import { volumeVerdict } from '../cluster/scheduling-verdict.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Claims that are not bound to a volume, and claims that do not exist.
 * Signals: PVC phase Pending or Lost while pods wait; events FailedBinding, ProvisioningFailed; the claim's class, mode,
 * size, selector and volumeName compared with the existing StorageClasses and PersistentVolumes; FailedScheduling
 * 'persistentvolumeclaim "x" not found'.
 * Blames: the PersistentVolumeClaim; it gives way to a fault of the driver that provisions its volume. Spreads: claim -> pod
 * Pending -> workload.
 * Sources: kubernetes/pkg/controller/volume/persistentvolume (events, matching in volume_helpers.FindMatchingVolume);
 * kubernetes.io/docs/concepts/storage/persistent-volumes, "Binding".
 */
export const storageRule: Rule = (scene) => [
  ...missingClaims(scene),
  ...scene.cluster.of('PersistentVolumeClaim').flatMap((claim) => unboundClaim(scene, claim) ?? []),
];

function missingClaims(scene: Scene): Candidate[] {
  const { cluster } = scene;
  const byClaim = new Map<string, { candidate: Candidate }>();
  for (const { workload, troubles } of scene.signs) {
    if (!workload || !troubles.some(({ pod }) => pod.phase === 'Pending')) continue;
    const event = cluster.eventsOf(workload).findLast(({ message }) => volumeVerdict(message)?.kind === 'missing');
    const condition = troubles.map(({ message }) => message).find((message) => volumeVerdict(message)?.kind === 'missing');
    const missingName = volumeVerdict(event?.message ?? condition ?? '')?.claim;
    const references = cluster.referencesOf(workload);
    const isNamed = references.some(({ target }) => target.kind === 'PersistentVolumeClaim' && target.name === missingName);
    // If the snapshot does not show the pod's volumes, only the message names the claim: then the workload is blamed.
    const unseen =
      missingName !== undefined && !isNamed
        ? [{ target: ref('PersistentVolumeClaim', workload.ref.namespace, missingName), where: 'the pod' }]
        : [];
    for (const reference of [...references, ...unseen]) {
      const { target } = reference;
      if (target.kind !== 'PersistentVolumeClaim' || cluster.find(target.kind, target.namespace, target.name)) continue;
      if (missingName !== target.name && !cluster.knows('PersistentVolumeClaim', target.namespace)) continue;
      const deleted = cluster.changesOf(target).find(({ op }) => op === 'deleted');
      const candidate: Candidate = {
        code: 'storage.claim_missing',
        object: reference.where === 'the pod' ? workload.ref : target,
        proof: 'state',
        weight: 0.02,
        own: true,
        summary: `${shown(target)} does not exist, but ${shown(workload.ref)} mounts it (${reference.where}).`,
        evidenceFor: [
          stateEvidence(
            workload.ref,
            `spec.template.spec.volumes`,
            target.name,
            `${reference.where} refers to ${shown(target)}, which does not exist`,
          ),
          ...(event ? [eventEvidence(event)] : []),
        ],
        remedies: [
          { text: 'Create the claim, or correct its name in the workload.', command: command`kubectl get pvc ${inNamespace(target)}` },
        ],
        hits: [hit(workload, 'claim missing', 'The pod waits for a claim that does not exist')],
        ...(deleted && { change: deleted }),
      };
      byClaim.set(keyOf(target), { candidate: deleted ? candidate : withChange(scene, candidate, workload.ref, ['volumes']) });
    }
  }
  return [...byClaim.values()].map(({ candidate }) => candidate);
}

function unboundClaim(scene: Scene, claim: Entity): Candidate | undefined {
  const { cluster } = scene;
  const phase = text(dig(claim.object, 'status', 'phase'));
  if (phase === 'Bound' || claim.deletedAt !== undefined) return undefined;
  const waiting = cluster.consumersOf(claim.ref).filter((workload) => workload.pods.some((pod) => pod.phase === 'Pending'));
  const owner = statefulOwner(scene, claim);
  const workloads = owner && !waiting.includes(owner) ? [...waiting, owner] : waiting;
  const event = cluster
    .eventsAbout(claim.ref)
    .findLast(({ reason }) => /^(FailedBinding|ProvisioningFailed|VolumeMismatch|ClaimLost|ExternalProvisioning)$/.test(reason));
  const isWaitingForPod = cluster.eventsAbout(claim.ref).at(-1)?.reason === 'WaitForFirstConsumer' && workloads.length === 0;
  const isAlone = !cluster.knows('Pod') && cluster.workloads.length === 0;
  if (isWaitingForPod || (workloads.length === 0 && !event && phase !== 'Lost' && !isAlone)) return undefined;
  const { code, why, evidence } = bindingProblem(cluster, claim, event?.message ?? '');
  const drivers = event?.reason === 'FailedBinding' ? [] : driversOf(cluster, claim.ref);
  const candidate: Candidate = {
    code,
    object: claim.ref,
    // What the event says leaves open which field of the claim fits no volume, unless the volumes are known.
    proof: evidence.length > 0 ? 'state' : event ? (scene.cluster.knows('PersistentVolume') ? 'state' : 'log') : 'pattern',
    weight: 0.02,
    own: true,
    summary: sentence(`${shown(claim.ref)} is not bound: ${why}`),
    evidenceFor: [
      stateEvidence(claim.ref, 'status.phase', phase ?? 'Pending', `The claim is ${phase ?? 'Pending'}`),
      ...(event ? [eventEvidence(event)] : []),
      ...evidence,
    ],
    remedies: remediesFor(code, claim),
    hits: workloads.map((workload) => hit(workload, 'claim not bound', 'Its pods wait for the volume of the claim')),
    ...(drivers.length > 0 && { yieldsTo: drivers }),
    ...(claim.createdAt !== undefined && { onset: claim.createdAt }),
  };
  return withChange(scene, candidate, claim.ref, ['storage', 'selector']);
}

/** The StatefulSet of a claim; such claims are named <template>-<set>-<ordinal>. */
function statefulOwner({ cluster }: Scene, claim: Entity): Workload | undefined {
  return cluster.workloads.find(
    (one) =>
      one.ref.kind === 'StatefulSet' &&
      one.ref.namespace === claim.ref.namespace &&
      new RegExp(`-${one.ref.name.replaceAll('.', '\\.')}-\\d+$`).test(claim.ref.name),
  );
}

function remediesFor(code: string, claim: Entity): Advice[] {
  const describe = { text: 'Find out why it is not bound.', command: command`kubectl describe ${kindAndName(claim.ref)}` };
  if (code === 'storage.class_wrong')
    return [
      {
        text: 'The class of a claim cannot be changed: delete it and create it again with a class that exists. While it is not bound, it holds no data.',
        command: command`kubectl get storageclass`,
      },
      describe,
    ];
  if (code === 'storage.volume_occupied')
    return [{ text: 'Free the volume, or provide another one.', command: command`kubectl get pv` }, describe];
  return [
    { text: 'Provide a matching volume, or change what the claim requests.', command: command`kubectl get pv --show-labels` },
    describe,
  ];
}
