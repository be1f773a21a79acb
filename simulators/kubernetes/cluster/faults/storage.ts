import type { Edit } from '../../store/merge-patch.ts';
import type { Obj } from '../../store/object.ts';
import { editTemplate, inShop, templateFault } from './edits.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

export const STORAGE_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'missing-claim',
    title: 'PersistentVolumeClaim does not exist',
    description: 'redis is moved to the claim redis-dat, which does not exist: its pod stays Pending, and cart loses its store.',
    app: 'redis',
    blames: inShop('PersistentVolumeClaim', 'redis-dat'),
    code: 'storage.claim_missing',
    pod: claimed('redis-dat'),
  }),
  claimFault({
    name: 'unbound-pvc',
    title: 'StorageClass does not exist',
    description:
      'redis is moved to the new claim redis-data-fast of the StorageClass fast-ssd, which does not exist: its pod stays Pending, and cart is not ready without it.',
    code: 'storage.class_wrong',
    claim: 'redis-data-fast',
    spec: { storageClassName: 'fast-ssd' },
  }),
  claimFault({
    name: 'access-mode',
    title: 'Access mode that no volume offers',
    description: 'redis is moved to a claim for many nodes (ReadWriteMany), but the available volume can only be used by one.',
    code: 'storage.access_mode_mismatch',
    claim: 'redis-shared',
    spec: { storageClassName: '', accessModes: ['ReadWriteMany'] },
    volume: {},
  }),
  claimFault({
    name: 'volume-too-small',
    title: 'Claim larger than any volume',
    description: 'redis is moved to a claim for 20Gi, but the available volume has 2Gi.',
    code: 'storage.capacity_mismatch',
    claim: 'redis-large',
    spec: { storageClassName: '', resources: { requests: { storage: '20Gi' } } },
    volume: {},
  }),
  claimFault({
    name: 'volume-selector',
    title: 'Claim selects no volume',
    description: 'redis is moved to a claim for a volume with the label tier=gold, but the available one has tier=silver.',
    code: 'storage.selector_mismatch',
    claim: 'redis-gold',
    spec: { storageClassName: '', selector: { matchLabels: { tier: 'gold' } } },
    volume: { labels: { tier: 'silver' } },
  }),
  claimFault({
    name: 'volume-occupied',
    title: 'Volume bound to another claim',
    description: 'redis is moved to a claim for the only matching volume, which is already bound to the claim archive.',
    code: 'storage.volume_occupied',
    claim: 'redis-moved',
    spec: { storageClassName: '' },
    volume: { holder: 'archive' },
  }),
  templateFault({
    name: 'host-path-missing',
    title: 'Directory missing on the node',
    description: 'email mounts /mnt/fonts of its node, which does not exist: the volume cannot be mounted.',
    app: 'email',
    code: 'storage.mount_failed',
    pod: (spec) => {
      spec.volumes = [...spec.volumes, { name: 'fonts', hostPath: { path: '/mnt/fonts', type: 'Directory' } }];
      spec.containers[0].volumeMounts.push({ name: 'fonts', mountPath: '/usr/share/fonts' });
    },
  }),
  templateFault({
    name: 'volume-not-writable',
    title: 'Volume owned by another user',
    description:
      'postgres is changed to run as user 1500 without fsGroup: its files belong to another user, it cannot access them and exits.',
    app: 'postgres',
    kind: 'StatefulSet',
    code: 'storage.permission_denied',
    pod: { securityContext: { runAsUser: 1500, runAsGroup: 1500 } },
  }),
  {
    name: 'volume-full',
    title: 'Volume full',
    description: 'The volume of postgres is full: it cannot write its log, panics and does not start again; its callers fail.',
    expected: { code: 'storage.volume_full', object: inShop('StatefulSet', 'postgres') },
    make: ({ hidden }) => [hidden.set(hidden.programs, 'postgres', { type: 'disk-full' })],
  },
];

interface ClaimEdit extends Pick<Fault, 'name' | 'title' | 'description'> {
  code: string;
  /** The new claim, and its spec. */
  claim: string;
  spec: Obj['spec'];
  /** A volume of 2Gi for one node that exists beforehand; bound to the claim `holder` if given. */
  volume?: { labels?: Record<string, string>; holder?: string };
}

/** The edit by which redis uses another claim. */
function claimed(claimName: string): Edit {
  return ({ volumes }) => {
    volumes[0].persistentVolumeClaim.claimName = claimName;
  };
}

/** redis is moved to another claim, which does not get bound. */
function claimFault({ code, claim, spec, volume, ...rest }: ClaimEdit): Fault {
  return {
    ...rest,
    expected: { code, object: inShop('PersistentVolumeClaim', claim) },
    make: (scene) => [
      ...(volume ? putVolume(scene, `${claim}-volume`, volume) : []),
      scene.operator.create({
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim, namespace: 'shop', labels: { app: 'redis' } },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, ...spec },
      }),
      editTemplate(scene, 'redis', { pod: claimed(claim) }),
    ],
  };
}

function putVolume({ operator }: Scene, name: string, { labels, holder }: NonNullable<ClaimEdit['volume']>): Undo[] {
  const volume = operator.create({
    kind: 'PersistentVolume',
    metadata: { name, ...(labels && { labels }) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '2Gi' },
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: `/srv/volumes/${name}` },
      ...(holder && { claimRef: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: holder } }),
    },
  });
  if (!holder) return [volume];
  const held = operator.create({
    kind: 'PersistentVolumeClaim',
    metadata: { name: holder, namespace: 'shop' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, storageClassName: '' },
  });
  return [volume, held];
}
