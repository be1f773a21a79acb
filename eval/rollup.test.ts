import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { Rollup } from './rollup.ts';

const object = (kind: string, name: string, more: KubernetesObject = {}, namespace = 'shop'): KubernetesObject => ({
  kind,
  ...more,
  metadata: { name, ...(namespace && { namespace }), ...more.metadata },
});
const owned = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
const spec = (volumes: object[], env: object[] = []) => ({ serviceAccountName: 'runner', volumes, containers: [{ env }] });

const RESOURCES = [
  object('Deployment', 'cart', {
    spec: {
      template: {
        metadata: { labels: { app: 'cart' } },
        spec: spec([{ configMap: { name: 'settings' } }], [{ valueFrom: { secretKeyRef: { name: 'cart-keys' } } }]),
      },
    },
  }),
  object('Deployment', 'mail', { spec: { template: { metadata: { labels: { app: 'mail' } }, spec: spec([]) } } }),
  object('ReplicaSet', 'cart-5d7f9c', { metadata: owned('Deployment', 'cart') }),
  object('Pod', 'cart-5d7f9c-abcde', { metadata: { labels: { app: 'cart' }, ...owned('ReplicaSet', 'cart-5d7f9c') } }),
  object('Service', 'front-door', { spec: { selector: { app: 'cart' } } }),
  object('Ingress', 'site', { spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'front-door' } } }] } }] } }),
  object('HorizontalPodAutoscaler', 'scale', { spec: { scaleTargetRef: { name: 'mail' } } }),
  object('NetworkPolicy', 'wall', { spec: { podSelector: { matchLabels: { app: 'mail' } } } }),
  object('PersistentVolumeClaim', 'orphan', { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } }),
  object('DaemonSet', 'kube-proxy', {}, 'kube-system'),
  object('Pod', 'kube-proxy-x1', { metadata: owned('DaemonSet', 'kube-proxy'), spec: { nodeName: 'node-2' } }, 'kube-system'),
  object('Node', 'master-1', { metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } } }, ''),
];
const rollup = new Rollup(RESOURCES, 'shop');

describe('the roll-up of an object of a case', () => {
  it.each([
    ['Pod', 'cart-5d7f9c-abcde', ['app/cart']],
    ['Pod', 'gone-7d9f8b6c5-x2x2x', ['app/gone']],
    ['ReplicaSet', 'gone-7d9f8b6c5', ['app/gone']],
    ['Service', 'front-door', ['app/cart']],
    ['Service', 'mail', ['app/mail']],
    ['ConfigMap', 'settings', ['app/cart']],
    ['Secret', 'cart-keys', ['app/cart']],
    ['Secret', 'nobodys', ['secret/nobodys']],
    ['ServiceAccount', 'runner', ['app/cart', 'app/mail']],
    ['HorizontalPodAutoscaler', 'scale', ['app/mail']],
    ['NetworkPolicy', 'wall', ['app/mail', 'networkpolicy/wall']],
    ['Ingress', 'site', ['ingress/site', 'app/cart']],
    ['ResourceQuota', 'q', ['namespace/shop']],
    ['Node', 'node-1', ['node/node-1']],
    ['App', 'cart', ['app/cart']],
    ['StorageClass', 'fast', ['persistentvolumeclaim/orphan']],
    ['Component', 'kube-scheduler', ['node/master-1']],
  ])('%s %s: %j', (kind, name, expected) => {
    expect([...rollup.namesOf({ kind, name })].sort()).toEqual([...expected].sort());
  });

  it('is the node for a node agent and for the Lease of a kubelet', () => {
    expect(rollup.namesOf({ kind: 'Pod', namespace: 'kube-system', name: 'kube-proxy-x1' })).toEqual(new Set(['node/node-2']));
    expect(rollup.namesOf({ kind: 'Lease', namespace: 'kube-node-lease', name: 'node-2' })).toEqual(new Set(['node/node-2']));
  });
});
