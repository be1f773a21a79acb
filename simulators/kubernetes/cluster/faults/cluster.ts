import { WORKERS } from '../base/nodes.ts';
import type { Taint } from '../parts/selectors.ts';
import type { Fault, Scene } from './fault.ts';

export const selectorMismatch: Fault = {
  name: 'selector-mismatch',
  title: 'Service selects no pod',
  description:
    'The selector of the Service cart is edited to app: cart-v2, which no pod carries: it has no endpoints and its callers are refused.',
  expected: { code: 'service.selector_mismatch', object: { kind: 'Service', namespace: 'shop', name: 'cart' } },
  on: (scene) => selectCart(scene, 'cart-v2'),
  off: (scene) => selectCart(scene, 'cart'),
};

function selectCart({ operator }: Scene, app: string): void {
  operator.change('kubectl-edit', 'Service', 'shop', 'cart', (service) => {
    service.spec.selector = { app };
  });
}

const MAINTENANCE: Taint = { key: 'maintenance', value: 'planned', effect: 'NoSchedule' };

export const untoleratedTaint: Fault = {
  name: 'untolerated-taint',
  title: 'Untolerated taint',
  description:
    'All workers are tainted maintenance=planned:NoSchedule and email is restarted: its new pod tolerates no node and stays Pending.',
  expected: { code: 'scheduling.taint_untolerated', object: { kind: 'Deployment', namespace: 'shop', name: 'email' } },
  on({ operator }) {
    for (const node of WORKERS)
      operator.change('kubectl-taint', 'Node', undefined, node, ({ spec }) => {
        spec.taints = [...(spec.taints ?? []), MAINTENANCE];
      });
    operator.restart('shop', 'email');
  },
  off({ operator }) {
    for (const node of WORKERS)
      operator.change('kubectl-taint', 'Node', undefined, node, ({ spec }) => {
        spec.taints = spec.taints?.filter((taint: Taint) => taint.key !== MAINTENANCE.key);
        if (!spec.taints?.length) delete spec.taints;
      });
  },
};

const DOWN = 'kg-worker2';

export const nodeDown: Fault = {
  name: 'node-down',
  title: 'Node down',
  description: 'The kubelet of kg-worker2 stops: the node becomes Unknown, its pods not ready, and after a while they are evicted.',
  expected: { code: 'node.kubelet_down', object: { kind: 'Node', name: DOWN } },
  on: ({ kubelets }) => kubelets.get(DOWN)?.stop(),
  off: ({ kubelets }) => kubelets.get(DOWN)?.start(),
};

export const quotaExceeded: Fault = {
  name: 'quota-exceeded',
  title: 'Quota exceeded',
  description: 'requests.cpu of the ResourceQuota shop-quota is cut to 2250m, and cart scaled from 2 to 4: its new pods are refused.',
  expected: { code: 'quota.cpu_exceeded', object: { kind: 'ResourceQuota', namespace: 'shop', name: 'shop-quota' } },
  on(scene) {
    limitCpu(scene, '2250m');
    scene.operator.scale('shop', 'cart', 4);
  },
  off(scene) {
    limitCpu(scene, '8');
    scene.operator.scale('shop', 'cart', 2);
  },
};

function limitCpu({ operator }: Scene, cpu: string): void {
  operator.change('kubectl-edit', 'ResourceQuota', 'shop', 'shop-quota', ({ spec }) => {
    spec.hard['requests.cpu'] = cpu;
  });
}

export const unboundClaim: Fault = {
  name: 'unbound-pvc',
  title: 'Unbound volume claim',
  description:
    'redis is moved to the new claim redis-data-fast of the StorageClass fast-ssd, which does not exist: its pod stays Pending, and cart with it.',
  expected: { code: 'storage.class_wrong', object: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'redis-data-fast' } },
  on(scene) {
    scene.operator.create({
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'redis-data-fast', namespace: 'shop', labels: { app: 'redis' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } }, storageClassName: 'fast-ssd' },
    });
    mountClaim(scene, 'redis-data-fast');
  },
  off(scene) {
    mountClaim(scene, 'redis-data');
    scene.operator.delete('PersistentVolumeClaim', 'shop', 'redis-data-fast');
  },
};

function mountClaim({ operator }: Scene, claimName: string): void {
  operator.change('kubectl-patch', 'Deployment', 'shop', 'redis', ({ spec }) => {
    spec.template.spec.volumes[0].persistentVolumeClaim.claimName = claimName;
  });
}
