import type { Obj } from '../../store/store.ts';
import { editTemplate, inShop, templateFault } from './edits.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

const category = 'Storage';

export const STORAGE_FAULTS: readonly Fault[] = [
  templateFault({
    name: 'missing-claim',
    category,
    title: 'Claim that does not exist',
    description: 'redis is moved to the claim redis-dat, which nobody made: its pod stays Pending, and cart loses its store.',
    app: 'redis',
    blames: inShop('PersistentVolumeClaim', 'redis-dat'),
    code: 'storage.claim_missing',
    pod: ({ volumes }) => {
      volumes[0].persistentVolumeClaim.claimName = 'redis-dat';
    },
  }),
  claimFault({
    name: 'unbound-pvc',
    title: 'Storage class that does not exist',
    description:
      'redis is moved to the new claim redis-data-fast of the StorageClass fast-ssd, which does not exist: its pod stays Pending, and cart with it.',
    code: 'storage.class_wrong',
    claim: 'redis-data-fast',
    spec: { storageClassName: 'fast-ssd' },
  }),
  claimFault({
    name: 'access-mode',
    title: 'Access mode that no volume offers',
    description: 'redis is moved to a claim for many nodes (ReadWriteMany), but the volume put there can be used by one only.',
    code: 'storage.access_mode_mismatch',
    claim: 'redis-shared',
    spec: { storageClassName: '', accessModes: ['ReadWriteMany'] },
    volume: {},
  }),
  claimFault({
    name: 'volume-too-small',
    title: 'Claim larger than any volume',
    description: 'redis is moved to a claim of 20Gi, but the volume put there has 2Gi.',
    code: 'storage.capacity_mismatch',
    claim: 'redis-large',
    spec: { storageClassName: '', resources: { requests: { storage: '20Gi' } } },
    volume: {},
  }),
  claimFault({
    name: 'volume-selector',
    title: 'Claim that selects no volume',
    description: 'redis is moved to a claim that wants a volume with the label tier=gold; the one put there is tier=silver.',
    code: 'storage.selector_mismatch',
    claim: 'redis-gold',
    spec: { storageClassName: '', selector: { matchLabels: { tier: 'gold' } } },
    volume: { labels: { tier: 'silver' } },
  }),
  claimFault({
    name: 'volume-occupied',
    title: 'Volume that another claim holds',
    description: 'redis is moved to a claim for the one volume that fits, but the claim archive has it already.',
    code: 'storage.volume_occupied',
    claim: 'redis-moved',
    spec: { storageClassName: '' },
    volume: { holder: 'archive' },
  }),
  templateFault({
    name: 'host-path-missing',
    category,
    title: 'Directory missing on the node',
    description: 'email mounts /mnt/fonts of its node, which is not there: the volume cannot be set up.',
    app: 'email',
    code: 'storage.mount_failed',
    pod: (spec) => {
      spec.volumes = [...spec.volumes, { name: 'fonts', hostPath: { path: '/mnt/fonts', type: 'Directory' } }];
      spec.containers[0].volumeMounts.push({ name: 'fonts', mountPath: '/usr/share/fonts' });
    },
  }),
  templateFault({
    name: 'volume-not-writable',
    category,
    title: 'Volume of another user',
    description: 'postgres is to run as the user 1500 without fsGroup: its files belong to another, it may not touch them and ends.',
    app: 'postgres',
    kind: 'StatefulSet',
    code: 'storage.permission_denied',
    pod: (spec) => {
      spec.securityContext = { ...spec.securityContext, runAsUser: 1500, runAsGroup: 1500 };
    },
  }),
  {
    name: 'volume-full',
    category,
    title: 'Volume full',
    description: 'The volume of postgres is full: it cannot write its log, panics and does not come up again; its callers fail.',
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

/** redis is moved to another claim, which does not get bound. */
function claimFault({ code, claim, spec, volume, ...rest }: ClaimEdit): Fault {
  return {
    ...rest,
    category,
    expected: { code, object: inShop('PersistentVolumeClaim', claim) },
    make: (scene) => [
      ...(volume ? putVolume(scene, `${claim}-volume`, volume) : []),
      scene.operator.create({
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim, namespace: 'shop', labels: { app: 'redis' } },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, ...spec },
      }),
      editTemplate(scene, 'redis', ({ volumes }) => {
        volumes[0].persistentVolumeClaim.claimName = claim;
      }),
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
