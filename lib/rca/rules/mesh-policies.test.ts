import { expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { ref } from '#lib/kubernetes/refs.ts';
import { clusterOf } from '../cluster/index.ts';
import { deployment, object, service, snapshotOf, WINDOW } from '../testing/snapshots.ts';
import { appliesToPodsOf } from './mesh-policies.ts';

const applies = (namespace: string, spec: KubernetesObject): boolean => {
  const policy = object('AuthorizationPolicy', 'policy', { spec });
  (policy.metadata as KubernetesObject).namespace = namespace;
  const cluster = clusterOf(snapshotOf([...deployment('web'), service('web'), service('other'), policy]), WINDOW);
  return appliesToPodsOf(cluster, cluster.of('AuthorizationPolicy')[0]!, cluster.workloadAt(ref('Deployment', 'shop', 'web'))!);
};
const selecting = (app: string) => ({ selector: { matchLabels: { app } } });

it.each<[string, string, KubernetesObject, boolean]>([
  ['without a selector to all pods of its namespace', 'shop', {}, true],
  ['with a selector to the pods that it matches', 'shop', selecting('web'), true],
  ['with a selector to no others', 'shop', selecting('other'), false],
  ['to no pods of another namespace', 'pay', selecting('web'), false],
  ['of the root namespace to all pods of the mesh', 'istio-system', {}, true],
  ['of the root namespace with a selector to what it matches in any namespace', 'istio-system', selecting('web'), true],
  ['of the root namespace with a selector to no others', 'istio-system', selecting('other'), false],
  ['with a target to the pods of that Service', 'shop', { targetRefs: [{ kind: 'Service', group: '', name: 'web' }] }, true],
  ['with a target to the pods of no other Service', 'shop', { targetRefs: [{ kind: 'Service', group: '', name: 'other' }] }, false],
  ['with the older field for one target to the pods of that Service', 'shop', { targetRef: { kind: 'Service', name: 'web' } }, true],
  ['for a gateway to no pods of workloads', 'shop', { targetRefs: [{ kind: 'Gateway', name: 'web' }] }, false],
])('a policy of the mesh applies %s', (_, namespace, spec, expected) => {
  expect(applies(namespace, spec)).toBe(expected);
});
