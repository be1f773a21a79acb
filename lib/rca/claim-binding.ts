import { wording } from '#lib/kubernetes/canonical.ts';
import { dig, fields, text, words } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { isSelected } from '#lib/kubernetes/selectors.ts';
import type { Cluster, Entity } from './cluster/index.ts';
import { stateEvidence } from './evidence.ts';
import type { Evidence } from './types.ts';

/** Why a claim is not bound: the cause code, the reason as the end of a sentence, and the evidence. */
export interface BindingProblem {
  code: string;
  why: string;
  evidence: Evidence[];
}

/** A claim with the storage classes and volumes it is compared with. */
interface Binding {
  cluster: Cluster;
  claim: Entity;
  /** The last message of the binder or the provisioner; empty if there is none. */
  message: string;
  /** The class that the claim requests; undefined if it leaves it to the default, '' if it wants none. */
  className: string | undefined;
  storageClass: Entity | undefined;
  volumes: readonly Entity[];
  /** Volumes of the claim's class. If volumes are created by hand, the class need not exist as an object. */
  sameClass: readonly Entity[];
}

/**
 * Compares a claim with the existing classes and volumes, as the binder does: the volume that it names, its class, what
 * the volumes of its class offer, and whether they are free.
 * Source: kubernetes.io/docs/concepts/storage/persistent-volumes, "Binding".
 */
export function bindingProblem(cluster: Cluster, claim: Entity, message: string): BindingProblem {
  const binding = bindingOf(cluster, claim, message);
  return (
    namedVolumeProblem(binding) ??
    unknownClass(binding) ??
    misfit(binding) ??
    occupied(binding) ??
    noProvision(binding) ??
    otherClass(binding) ??
    freeMismatch(binding) ?? { code: 'storage.class_wrong', why: message || 'no volume and no storage class matches', evidence: [] }
  );
}

function bindingOf(cluster: Cluster, claim: Entity, message: string): Binding {
  const written = dig(claim.object, 'spec', 'storageClassName');
  const className = written === undefined ? undefined : wording(written);
  const volumes = cluster.of('PersistentVolume');
  return {
    cluster,
    claim,
    message,
    className,
    storageClass: className ? cluster.find('StorageClass', undefined, className) : undefined,
    volumes,
    sameClass: volumes.filter((volume) => classOf(volume) === (className ?? '')),
  };
}

function namedVolumeProblem({ cluster, claim, message, className, storageClass, sameClass }: Binding): BindingProblem | undefined {
  const named = text(dig(claim.object, 'spec', 'volumeName'));
  if (!named) return undefined;
  const volume = cluster.find('PersistentVolume', undefined, named);
  if (!volume) {
    if (!cluster.knows('PersistentVolume') || storageClass) return undefined;
    return {
      code: 'storage.class_wrong',
      why: `its volume ${named} does not exist`,
      evidence: [stateEvidence(claim.ref, 'spec.volumeName', named, `The claim refers to the volume ${named}, which does not exist`)],
    };
  }
  const holder = holderOf(volume);
  if (holder && !isHeldBy(volume, claim))
    return {
      code: 'storage.volume_occupied',
      why: `its volume ${named} is bound to ${holder}`,
      evidence: [stateEvidence(volume.ref, 'spec.claimRef', holder, `${shown(volume.ref)} is bound to the claim ${holder}`)],
    };
  if (!sameClass.includes(volume))
    return classProblem(
      claim,
      className,
      `its class "${className ?? ''}" is not that of its volume ${named}`,
      `The claim has the class "${className ?? ''}", but the volume has "${classOf(volume)}"`,
    );
  return mismatch(claim, [volume]) ?? { code: 'storage.class_wrong', why: message || `its volume ${named} does not match`, evidence: [] };
}

function unknownClass({ cluster, claim, message, className, storageClass, sameClass }: Binding): BindingProblem | undefined {
  const missing = /storageclass(?:\.storage\.k8s\.io)? "([^"]{0,300})" not found/i.exec(message)?.[1];
  const isUnknown = className !== undefined && className !== '' && !storageClass && cluster.knows('StorageClass');
  if ((missing === undefined && !isUnknown) || sameClass.length > 0) return undefined;
  const name = missing ?? className;
  return classProblem(
    claim,
    className,
    `its StorageClass ${name} does not exist`,
    `The claim requests the StorageClass ${name}, which does not exist`,
  );
}

function misfit({ claim, sameClass }: Binding): BindingProblem | undefined {
  return mismatch(claim, free(claim, sameClass));
}

function occupied({ claim, storageClass, sameClass }: Binding): BindingProblem | undefined {
  const [fitting] = sameClass.filter((volume) => holderOf(volume) !== undefined && !mismatch(claim, [volume]));
  if (free(claim, sameClass).length > 0 || !fitting || storageClass) return undefined;
  const holder = holderOf(fitting);
  return {
    code: 'storage.volume_occupied',
    why: `the only matching volume, ${fitting.ref.name}, is bound to ${holder}`,
    evidence: [stateEvidence(fitting.ref, 'spec.claimRef', holder, `${shown(fitting.ref)} matches but is bound to the claim ${holder}`)],
  };
}

function noProvision({ message, className, storageClass }: Binding): BindingProblem | undefined {
  const hasFailed = /ProvisioningFailed|failed to provision|waiting for a volume to be created|no volume plugin matched/i.test(message);
  if (!hasFailed && !storageClass) return undefined;
  const provisioner = text(storageClass?.object.provisioner);
  return {
    code: 'storage.class_wrong',
    why: `its StorageClass ${className} does not provision a volume${message ? `: ${message}` : ''}`,
    evidence: storageClass
      ? [
          stateEvidence(
            storageClass.ref,
            'provisioner',
            provisioner ?? '',
            `${shown(storageClass.ref)} uses the provisioner ${provisioner ?? 'none'}`,
          ),
        ]
      : [],
  };
}

function otherClass({ claim, className, volumes, sameClass }: Binding): BindingProblem | undefined {
  const [other] = volumes.filter((volume) => !sameClass.includes(volume) && !mismatch(claim, [volume]));
  if (!other) return undefined;
  return classProblem(
    claim,
    className,
    `no volume has its class "${className ?? ''}"; ${other.ref.name} has "${classOf(other)}"`,
    `The claim requests the class "${className ?? ''}", which no volume has`,
  );
}

function freeMismatch({ claim, volumes }: Binding): BindingProblem | undefined {
  return mismatch(
    claim,
    volumes.filter((volume) => holderOf(volume) === undefined),
  );
}

function classProblem(claim: Entity, className: string | undefined, why: string, evidence: string): BindingProblem {
  return { code: 'storage.class_wrong', why, evidence: [stateEvidence(claim.ref, 'spec.storageClassName', className ?? '', evidence)] };
}

function classOf(volume: Entity): string {
  return text(dig(volume.object, 'spec', 'storageClassName')) ?? '';
}

/** Volumes that no other claim holds. */
function free(claim: Entity, volumes: readonly Entity[]): Entity[] {
  return volumes.filter((volume) => holderOf(volume) === undefined || isHeldBy(volume, claim));
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

/** Why none of the volumes matches the claim: modes, size or selector; undefined if one matches, or there are none. */
function mismatch(claim: Entity, volumes: readonly Entity[]): BindingProblem | undefined {
  if (volumes.length === 0) return undefined;
  const spec = fields(claim.object.spec);
  const modes = words(spec.accessModes);
  const wanted = quantity(dig(spec, 'resources', 'requests', 'storage')) ?? 0;
  const hasModes = (volume: Entity) => modes.every((mode) => words(dig(volume.object, 'spec', 'accessModes')).includes(mode));
  const isLarge = (volume: Entity) => (quantity(dig(volume.object, 'spec', 'capacity', 'storage')) ?? Number.POSITIVE_INFINITY) >= wanted;
  const isChosen = (volume: Entity) => spec.selector === undefined || isSelected(spec.selector, volume.labels);
  if (volumes.some((volume) => hasModes(volume) && isLarge(volume) && isChosen(volume))) return undefined;
  const one = (code: string, path: string, value: unknown, why: string): BindingProblem => ({
    code,
    why,
    evidence: [stateEvidence(claim.ref, path, value, `The claim is not bound: ${why}`)],
  });
  if (!volumes.some(isChosen))
    return one('storage.selector_mismatch', 'spec.selector', spec.selector, 'no volume has the labels that its selector requires');
  const chosen = volumes.filter(isChosen);
  if (!chosen.some(hasModes))
    return one('storage.access_mode_mismatch', 'spec.accessModes', modes, `no volume supports the access mode ${modes.join(', ')}`);
  if (!chosen.filter(hasModes).some(isLarge))
    return one(
      'storage.capacity_mismatch',
      'spec.resources.requests.storage',
      text(dig(spec, 'resources', 'requests', 'storage')) ?? '',
      `no volume has the requested size of ${text(dig(spec, 'resources', 'requests', 'storage')) ?? wanted}`,
    );
  return undefined;
}
