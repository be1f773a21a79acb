import type { Obj } from '../../store/object.ts';
import { hashNumber } from '../api-machinery/names.ts';
import { parseQuantity } from '../api-machinery/quantity.ts';
import { matchesSelector } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { release } from './garbage-collector.ts';

/** The provisioner of this cluster; claims of classes with another one stay unbound. */
export const PROVISIONER = 'rancher.io/local-path';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Binds claims to volumes, provisions volumes for classes, releases and deletes them, and protects claims that are in use. */
export function volumeController(world: World): () => void {
  const looked = new Map<string, number>();
  const provisioning = new Map<string, number>();
  return () => {
    for (const claim of world.list('PersistentVolumeClaim')) {
      if (claim.metadata.deletionTimestamp) endClaim(world, claim);
      else if (claim.spec.volumeName) settle(world, claim);
      else bind(world, claim, looked, provisioning);
    }
    for (const volume of world.list('PersistentVolume')) endVolume(world, volume);
  };
}

function bind(world: World, claim: Obj, looked: Map<string, number>, provisioning: Map<string, number>): void {
  const available = world.list('PersistentVolume').find((volume) => fits(volume, claim));
  if (available) {
    join(world, claim, available);
    return;
  }
  const className = claim.spec.storageClassName;
  const storageClass = className ? world.store.find('StorageClass', undefined, className) : undefined;
  const due = mayLook(world, claim, looked);
  if (!className) {
    if (due)
      recordEvent(world, claim, 'Normal', 'FailedBinding', 'no persistent volumes available for this claim and no storage class is set');
    return;
  }
  if (!storageClass) {
    if (due) recordEvent(world, claim, 'Warning', 'ProvisioningFailed', `storageclass.storage.k8s.io "${className}" not found`);
    return;
  }
  const node = claim.metadata.annotations?.[SELECTED_NODE];
  if (storageClass.volumeBindingMode === 'WaitForFirstConsumer' && !node) {
    if (due) recordEvent(world, claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
    return;
  }
  const { provisioner } = storageClass;
  if (!provisioning.has(claim.metadata.uid) || due) {
    recordEvent(
      world,
      claim,
      'Normal',
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
  }
  if (provisioner !== PROVISIONER) {
    provisioning.set(claim.metadata.uid, Number.POSITIVE_INFINITY);
    return;
  }
  const ready = provisioning.get(claim.metadata.uid) ?? world.now() + world.times.provisioning;
  if (!provisioning.has(claim.metadata.uid)) {
    provisioning.set(claim.metadata.uid, ready);
    const message = `External provisioner is provisioning volume for claim "${claim.metadata.namespace}/${claim.metadata.name}"`;
    tellProvisioner(world, claim, 'Provisioning', message);
  }
  if (world.now() < ready) return;
  provisioning.delete(claim.metadata.uid);
  provision(world, claim, storageClass, node);
}

function mayLook(world: World, claim: Obj, looked: Map<string, number>): boolean {
  const last = looked.get(claim.metadata.uid);
  if (last !== undefined && world.now() - last < world.times.claimSync) return false;
  looked.set(claim.metadata.uid, world.now());
  return true;
}

function fits(volume: Obj, claim: Obj): boolean {
  const { spec } = volume;
  const reserved = spec.claimRef;
  if (reserved && !(reserved.namespace === claim.metadata.namespace && reserved.name === claim.metadata.name)) return false;
  if (!reserved && volume.status?.phase !== 'Available') return false;
  if (volume.status?.phase === 'Released' || volume.status?.phase === 'Failed') return false;
  return (
    (spec.storageClassName ?? '') === (claim.spec.storageClassName ?? '') &&
    (!claim.spec.selector || matchesSelector(claim.spec.selector, volume.metadata.labels)) &&
    (claim.spec.accessModes ?? []).every((mode: string) => spec.accessModes.includes(mode)) &&
    parseQuantity(spec.capacity.storage) >= parseQuantity(claim.spec.resources.requests.storage)
  );
}

function provision(world: World, claim: Obj, storageClass: Obj, node: string | undefined): void {
  const name = `pvc-${claim.metadata.uid}`;
  const volume = world.create({
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER }, finalizers: ['kubernetes.io/pv-protection'] },
    spec: {
      capacity: { storage: claim.spec.resources.requests.storage },
      accessModes: claim.spec.accessModes,
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      volumeMode: 'Filesystem',
      hostPath: {
        path: `/var/local-path-provisioner/${name}_${claim.metadata.namespace}_${claim.metadata.name}`,
        type: 'DirectoryOrCreate',
      },
      claimRef: referenceTo(claim),
      ...(node && {
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }],
          },
        },
      }),
    },
  });
  tellProvisioner(world, claim, 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`);
  join(world, claim, volume);
}

function join(world: World, claim: Obj, volume: Obj): void {
  world.store.modify('PersistentVolume', undefined, volume.metadata.name, (draft) => {
    draft.spec.claimRef = referenceTo(claim);
    draft.status = { phase: 'Bound', lastPhaseTransitionTime: world.time() };
  });
  world.store.modify('PersistentVolumeClaim', claim.metadata.namespace, claim.metadata.name, (draft) => {
    draft.spec.volumeName = volume.metadata.name;
    draft.metadata.annotations = {
      ...draft.metadata.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    };
  });
}

function settle(world: World, claim: Obj): void {
  const volume = world.store.find('PersistentVolume', undefined, claim.spec.volumeName);
  if (!volume) {
    if (claim.status?.phase !== 'Bound') return;
    world.setStatus(claim, { phase: 'Lost' });
    recordEvent(world, claim, 'Warning', 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
    return;
  }
  if (claim.status?.phase === 'Lost') return;
  world.setStatus(claim, { phase: 'Bound', accessModes: volume.spec.accessModes, capacity: { ...volume.spec.capacity } });
}

function endClaim(world: World, claim: Obj): void {
  const used = world.list('Pod', claim.metadata.namespace).some((pod) => claimsOf(pod).includes(claim.metadata.name));
  if (!used) release(world, claim, 'kubernetes.io/pvc-protection');
}

/** The claims that a pod mounts. */
export function claimsOf(pod: Obj): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume: Obj['spec']) => volume.persistentVolumeClaim?.claimName ?? []);
}

function endVolume(world: World, volume: Obj): void {
  const claim = volume.spec.claimRef;
  if (!claim) {
    if (volume.status?.phase !== 'Available') world.setStatus(volume, { phase: 'Available', lastPhaseTransitionTime: world.time() });
    return;
  }
  const holder = world.store.find('PersistentVolumeClaim', claim.namespace, claim.name);
  if (!claim.uid || holder?.metadata.uid === claim.uid) return;
  if (volume.spec.persistentVolumeReclaimPolicy === 'Delete') world.store.remove(volume);
  else if (volume.status?.phase !== 'Released') world.setStatus(volume, { phase: 'Released', lastPhaseTransitionTime: world.time() });
}

function referenceTo({ apiVersion, kind, metadata: { namespace, name, uid, resourceVersion } }: Obj) {
  return { apiVersion, kind, namespace, name, uid, resourceVersion };
}

function recordEvent(world: World, claim: Obj, type: 'Normal' | 'Warning', reason: string, message: string): void {
  world.events.record(claim, { type, reason, message, component: 'persistentvolume-controller' });
}

function tellProvisioner(world: World, claim: Obj, reason: string, message: string): void {
  const pod = `local-path-provisioner-7dc846544d-${(hashNumber('local-path') % 90_000) + 10_000}`;
  world.events.record(claim, { type: 'Normal', reason, message, component: `${PROVISIONER}_${pod}` });
}
