import { wording } from '#lib/kubernetes/canonical.ts';
import { dig, fields, text, words } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { inNamespace, keyOf, kubectl, ref, shown } from '#lib/kubernetes/refs.ts';
import { isSelected } from '#lib/kubernetes/selectors.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Workload } from '../cluster/index.ts';
import { volumeVerdict } from '../cluster/scheduling-verdict.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Evidence, Remedy } from '../types.ts';
import { sentence } from '../wording.ts';

/**
 * Claims that no volume is bound to, and claims that do not exist.
 * Signals: PVC phase Pending or Lost while pods wait; events FailedBinding, ProvisioningFailed; the claim's class, mode,
 * size, selector and volumeName against the StorageClasses and PersistentVolumes there are; FailedScheduling
 * 'persistentvolumeclaim "x" not found'.
 * Blames: the PersistentVolumeClaim. Spreads: claim -> pod Pending -> workload.
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
    const said = cluster.eventsOf(workload).findLast(({ message }) => volumeVerdict(message)?.kind === 'missing');
    const condition = troubles.map(({ message }) => message).find((message) => volumeVerdict(message)?.kind === 'missing');
    const saidName = volumeVerdict(said?.message ?? condition ?? '')?.claim;
    const references = cluster.referencesOf(workload);
    const isNamed = references.some(({ target }) => target.kind === 'PersistentVolumeClaim' && target.name === saidName);
    // A pod whose volumes the snapshot left out still is said to miss one: then the workload is blamed, which names it.
    const unseen =
      saidName !== undefined && !isNamed
        ? [{ target: ref('PersistentVolumeClaim', workload.ref.namespace, saidName), where: 'the pod' }]
        : [];
    for (const reference of [...references, ...unseen]) {
      const { target } = reference;
      if (target.kind !== 'PersistentVolumeClaim' || cluster.find(target.kind, target.namespace, target.name)) continue;
      if (saidName !== target.name && !cluster.knows('PersistentVolumeClaim', target.namespace)) continue;
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
            `${reference.where} names ${shown(target)}, which does not exist`,
          ),
          ...(said ? [eventEvidence(said)] : []),
        ],
        remedies: [{ text: 'Make the claim, or correct its name in the workload.', command: `kubectl get pvc${inNamespace(target)}` }],
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
  const { code, why, evidence } = diagnoseClaim(scene, claim, event?.message ?? '');
  const candidate: Candidate = {
    code,
    object: claim.ref,
    proof: evidence.length > 0 || event ? 'state' : 'pattern',
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
    ...(claim.createdAt !== undefined && { onset: claim.createdAt }),
  };
  return withChange(scene, candidate, claim.ref, ['storage', 'selector']);
}

/** A StatefulSet's claims are named <template>-<set>-<ordinal>. */
function statefulOwner({ cluster }: Scene, claim: Entity): Workload | undefined {
  return cluster.workloads.find(
    (one) =>
      one.ref.kind === 'StatefulSet' &&
      one.ref.namespace === claim.ref.namespace &&
      new RegExp(`-${one.ref.name.replaceAll('.', '\\.')}-\\d+$`).test(claim.ref.name),
  );
}

interface Finding {
  code: string;
  why: string;
  evidence: Evidence[];
}

/** Compares the claim with the classes and volumes there are, as the binder does: class, mode, size, selector, availability. */
function diagnoseClaim({ cluster }: Scene, claim: Entity, message: string): Finding {
  const spec = fields(claim.object.spec);
  const className = spec.storageClassName === undefined ? undefined : wording(spec.storageClassName);
  const storageClass = className ? cluster.find('StorageClass', undefined, className) : undefined;
  const volumes = cluster.of('PersistentVolume');
  const named = text(spec.volumeName);
  const state = (path: string, value: unknown, says: string) => [stateEvidence(claim.ref, path, value, says)];
  const saidMissing = /storageclass(?:\.storage\.k8s\.io)? "([^"]*)" not found/i.exec(message);
  const sameClass = volumes.filter((volume) => (text(dig(volume.object, 'spec', 'storageClassName')) ?? '') === (className ?? ''));
  if (named) {
    const volume = cluster.find('PersistentVolume', undefined, named);
    const holder = volume && holderOf(volume);
    if (volume && holder && !isHeldBy(volume, claim))
      return {
        code: 'storage.volume_occupied',
        why: `its volume ${named} is bound to ${holder}`,
        evidence: [stateEvidence(volume.ref, 'spec.claimRef', holder, `${shown(volume.ref)} is bound to the claim ${holder}`)],
      };
    if (volume && !sameClass.includes(volume))
      return {
        code: 'storage.class_wrong',
        why: `its class "${className ?? ''}" is not that of its volume ${named}`,
        evidence: state(
          'spec.storageClassName',
          className ?? '',
          `The claim has the class "${className ?? ''}", the volume "${text(dig(volume.object, 'spec', 'storageClassName')) ?? ''}"`,
        ),
      };
    if (volume)
      return mismatch(claim, [volume]) ?? { code: 'storage.class_wrong', why: message || `its volume ${named} does not fit`, evidence: [] };
    if (cluster.knows('PersistentVolume') && !storageClass)
      return {
        code: 'storage.class_wrong',
        why: `its volume ${named} does not exist`,
        evidence: state('spec.volumeName', named, `The claim names the volume ${named}, which does not exist`),
      };
  }
  // A class need not exist as an object where volumes are made by hand: only its name must be equal.
  const candidates = sameClass.filter((volume) => holderOf(volume) === undefined || isHeldBy(volume, claim));
  const isUnknownClass = className !== undefined && className !== '' && !storageClass && cluster.knows('StorageClass');
  if ((saidMissing || isUnknownClass) && sameClass.length === 0)
    return {
      code: 'storage.class_wrong',
      why: `its StorageClass ${saidMissing?.[1] ?? className} does not exist`,
      evidence: state(
        'spec.storageClassName',
        className ?? '',
        `The claim asks for the StorageClass ${saidMissing?.[1] ?? className}, which does not exist`,
      ),
    };
  const byClass = candidates.length > 0 ? mismatch(claim, candidates) : undefined;
  if (byClass) return byClass;
  const [occupied] = sameClass.filter((volume) => holderOf(volume) !== undefined && !mismatch(claim, [volume]));
  if (candidates.length === 0 && occupied && !storageClass)
    return {
      code: 'storage.volume_occupied',
      why: `the volume that fits, ${occupied.ref.name}, is bound to ${holderOf(occupied)}`,
      evidence: [
        stateEvidence(
          occupied.ref,
          'spec.claimRef',
          holderOf(occupied),
          `${shown(occupied.ref)} fits but is bound to the claim ${holderOf(occupied)}`,
        ),
      ],
    };
  if (/ProvisioningFailed|failed to provision|waiting for a volume to be created|no volume plugin matched/i.test(message) || storageClass)
    return {
      code: 'storage.class_wrong',
      why: message ? `its StorageClass ${className} provides no volume: ${message}` : `its StorageClass ${className} provides no volume`,
      evidence: storageClass
        ? [
            stateEvidence(
              storageClass.ref,
              'provisioner',
              text(storageClass.object.provisioner) ?? '',
              `${shown(storageClass.ref)} relies on the provisioner ${text(storageClass.object.provisioner) ?? 'none'}`,
            ),
          ]
        : [],
    };
  const [other] = volumes.filter((volume) => !sameClass.includes(volume) && !mismatch(claim, [volume]));
  if (other)
    return {
      code: 'storage.class_wrong',
      why: `no volume has its class "${className ?? ''}"; ${other.ref.name} has "${text(dig(other.object, 'spec', 'storageClassName')) ?? ''}"`,
      evidence: state('spec.storageClassName', className ?? '', `The claim asks for the class "${className ?? ''}", which no volume has`),
    };
  return (
    mismatch(
      claim,
      volumes.filter((volume) => holderOf(volume) === undefined),
    ) ?? { code: 'storage.class_wrong', why: message || 'no volume and no storage class fits', evidence: [] }
  );
}

function holderOf(volume: Entity): string | undefined {
  const claim = fields(dig(volume.object, 'spec', 'claimRef'));
  const name = text(claim.name);
  return name && `${text(claim.namespace) ?? ''}/${name}`;
}

function isHeldBy(volume: Entity, claim: Entity): boolean {
  const uid = text(dig(volume.object, 'spec', 'claimRef', 'uid'));
  return (
    holderOf(volume) === `${claim.ref.namespace ?? ''}/${claim.ref.name}` &&
    (uid === undefined || claim.uid === undefined || uid === claim.uid)
  );
}

/** In what respect none of the volumes fits the claim; undefined when one does. */
function mismatch(claim: Entity, volumes: readonly Entity[]): Finding | undefined {
  if (volumes.length === 0) return undefined;
  const spec = fields(claim.object.spec);
  const modes = words(spec.accessModes);
  const wanted = quantity(dig(spec, 'resources', 'requests', 'storage')) ?? 0;
  const hasModes = (volume: Entity) => modes.every((mode) => words(dig(volume.object, 'spec', 'accessModes')).includes(mode));
  const isLarge = (volume: Entity) => (quantity(dig(volume.object, 'spec', 'capacity', 'storage')) ?? Number.POSITIVE_INFINITY) >= wanted;
  const isChosen = (volume: Entity) => spec.selector === undefined || isSelected(spec.selector, volume.labels);
  if (volumes.some((volume) => hasModes(volume) && isLarge(volume) && isChosen(volume))) return undefined;
  const one = (code: string, path: string, value: unknown, why: string): Finding => ({
    code,
    why,
    evidence: [stateEvidence(claim.ref, path, value, `The claim: ${why}`)],
  });
  if (!volumes.some(isChosen))
    return one('storage.selector_mismatch', 'spec.selector', spec.selector, 'no volume has the labels of its selector');
  const chosen = volumes.filter(isChosen);
  if (!chosen.some(hasModes)) return one('storage.access_mode_mismatch', 'spec.accessModes', modes, `no volume offers ${modes.join(', ')}`);
  if (!chosen.filter(hasModes).some(isLarge))
    return one(
      'storage.capacity_mismatch',
      'spec.resources.requests.storage',
      text(dig(spec, 'resources', 'requests', 'storage')) ?? '',
      `no volume is as large as ${text(dig(spec, 'resources', 'requests', 'storage')) ?? wanted}`,
    );
  return undefined;
}

function remediesFor(code: string, claim: Entity): Remedy[] {
  const describe = { text: 'See why it is not bound.', command: kubectl('describe', claim.ref) };
  if (code === 'storage.class_wrong')
    return [
      {
        text: 'A claim cannot change its class: delete it and make it again with a class that exists.',
        command: 'kubectl get storageclass',
      },
      describe,
    ];
  if (code === 'storage.volume_occupied')
    return [{ text: 'Free the volume, or provide another one.', command: 'kubectl get pv' }, describe];
  return [{ text: 'Provide a volume that fits, or change what the claim asks for.', command: 'kubectl get pv --show-labels' }, describe];
}
