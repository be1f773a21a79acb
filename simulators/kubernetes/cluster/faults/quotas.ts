import { inShop, templateFault } from './edits.ts';
import type { Fault, Scene } from './fault.ts';
import type { Undo } from './undo.ts';

export const QUOTA_FAULTS: readonly Fault[] = [
  quotaFault({
    name: 'quota-exceeded',
    title: 'CPU quota exceeded',
    description: 'requests.cpu of the ResourceQuota shop-quota is reduced to 2250m, and cart scaled from 2 to 4: its new pods are refused.',
    code: 'quota.cpu_exceeded',
    hard: { 'requests.cpu': '2250m' },
    scale: { app: 'cart', replicas: 4 },
  }),
  quotaFault({
    name: 'memory-quota',
    title: 'Memory quota exceeded',
    description:
      'requests.memory of the ResourceQuota shop-quota is reduced to 2700Mi, and ads scaled from 1 to 3: its new pods are refused.',
    code: 'quota.memory_exceeded',
    hard: { 'requests.memory': '2700Mi' },
    scale: { app: 'ads', replicas: 3 },
  }),
  quotaFault({
    name: 'pod-quota',
    title: 'Pod quota exceeded',
    description: 'The ResourceQuota shop-quota is reduced to 19 pods, and catalog scaled from 2 to 6.',
    code: 'quota.pods_exceeded',
    hard: { pods: '19' },
    scale: { app: 'catalog', replicas: 6 },
  }),
  quotaFault({
    name: 'claim-quota',
    title: 'PersistentVolumeClaim quota exceeded',
    description: 'The ResourceQuota shop-quota allows 2 claims, and postgres is scaled to 2: the claim of the second pod is refused.',
    code: 'quota.object_count_exceeded',
    hard: { persistentvolumeclaims: '2' },
    scale: { app: 'postgres', kind: 'StatefulSet', replicas: 2 },
  }),
  quotaFault({
    name: 'storage-quota',
    title: 'Storage quota exceeded',
    description: 'The ResourceQuota shop-quota allows 8Gi of storage, and postgres is scaled to 2: the claim of the second pod is refused.',
    code: 'quota.storage_exceeded',
    hard: { 'requests.storage': '8Gi' },
    scale: { app: 'postgres', kind: 'StatefulSet', replicas: 2 },
  }),
  {
    name: 'quota-unspecified',
    title: 'Quota demands requests',
    description: 'The namespace batch has a quota on requests.cpu, and a Deployment in it requests none: its pods are refused.',
    expected: { code: 'quota.cpu_exceeded', object: { kind: 'ResourceQuota', namespace: 'batch', name: 'compute' } },
    make: ({ operator }) => [
      operator.create({ kind: 'Namespace', metadata: { name: 'batch' } }),
      operator.create({
        kind: 'ResourceQuota',
        metadata: { name: 'compute', namespace: 'batch' },
        spec: { hard: { 'requests.cpu': '4' } },
      }),
      operator.create({
        kind: 'Deployment',
        metadata: { name: 'importer', namespace: 'batch', labels: { app: 'importer' } },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: 'importer' } },
          template: {
            metadata: { labels: { app: 'importer' } },
            spec: { containers: [{ name: 'importer', image: 'busybox:1.36', command: ['sh', '-c', 'sleep infinity'] }] },
          },
        },
      }),
    ],
  },
  templateFault({
    name: 'limit-range',
    title: 'More memory than the LimitRange allows',
    description: 'recommendation is given a memory limit of 3Gi, but the LimitRange of the namespace allows 2Gi per container.',
    app: 'recommendation',
    blames: inShop('LimitRange', 'shop-limits'),
    code: 'quota.limit_range_violated',
    container: { resources: { limits: { memory: '3Gi' } } },
  }),
];

interface QuotaEdit extends Pick<Fault, 'name' | 'title' | 'description'> {
  code: string;
  hard: Record<string, string>;
  scale: { app: string; kind?: 'Deployment' | 'StatefulSet'; replicas: number };
}

/** The namespace's quota is lowered, and one service scaled beyond it. */
function quotaFault({ code, hard, scale, ...rest }: QuotaEdit): Fault {
  return {
    ...rest,
    expected: { code, object: inShop('ResourceQuota', 'shop-quota') },
    make: ({ operator }: Scene): Undo[] => [
      operator.change('kubectl-edit', 'ResourceQuota', 'shop', 'shop-quota', { spec: { hard } }),
      operator.scale('shop', scale.app, scale.replicas, scale.kind),
    ],
  };
}
