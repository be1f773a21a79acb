import type { Obj } from '../../store/object.ts';
import { AGE, type Column, column, NAME, UNSET } from './columns.ts';

const ACCESS_MODES: [mode: string, short: string][] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(modes: readonly string[] | undefined): string {
  return ACCESS_MODES.filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';
const storageClass = ({ metadata, spec }: Obj): string => metadata.annotations?.[OLD_CLASS] ?? spec?.storageClassName ?? '';
const phase = ({ metadata, status }: Obj): string => (metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''));

const ATTRIBUTES_CLASS = column('VolumeAttributesClass', ({ spec }) => spec?.volumeAttributesClassName ?? UNSET);
const VOLUME_MODE: Column = { ...column('VolumeMode', ({ spec }) => spec?.volumeMode ?? UNSET), wide: true };

const DEFAULT_CLASS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** The columns of claims, volumes and classes. */
export const STORAGE: Record<string, Column[]> = {
  PersistentVolumeClaim: [
    NAME,
    column('Status', phase),
    column('Volume', ({ spec }) => spec?.volumeName ?? ''),
    column('Capacity', ({ spec, status }) => (spec?.volumeName ? (status?.capacity?.storage ?? '0') : '')),
    column('Access Modes', ({ spec, status }) => (spec?.volumeName ? accessModes(status?.accessModes) : '')),
    column('StorageClass', storageClass),
    ATTRIBUTES_CLASS,
    AGE,
    VOLUME_MODE,
  ],
  PersistentVolume: [
    NAME,
    column('Capacity', ({ spec }) => spec?.capacity?.storage ?? '0'),
    column('Access Modes', ({ spec }) => accessModes(spec?.accessModes)),
    column('Reclaim Policy', ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ''),
    column('Status', phase),
    column('Claim', ({ spec }) => (spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name}` : '')),
    column('StorageClass', storageClass),
    ATTRIBUTES_CLASS,
    column('Reason', ({ status }) => status?.reason ?? ''),
    AGE,
    VOLUME_MODE,
  ],
  StorageClass: [
    column('Name', ({ metadata }) =>
      DEFAULT_CLASS.some((annotation) => metadata.annotations?.[annotation] === 'true') ? `${metadata.name} (default)` : metadata.name,
    ),
    column('Provisioner', ({ provisioner }) => provisioner ?? ''),
    column('ReclaimPolicy', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
    column('VolumeBindingMode', ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate'),
    { ...column('AllowVolumeExpansion', ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false), type: 'string' },
    AGE,
  ],
};
