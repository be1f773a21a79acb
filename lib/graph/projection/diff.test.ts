import { expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { deployment, kubernetesObject } from '../testing/cluster.ts';
import { writtenDifferences } from './diff.ts';

/** The differences after `change` was done to a copy of the object. */
function after(object: KubernetesObject, change: (copy: KubernetesObject) => void) {
  const copy = structuredClone(object);
  change(copy);
  return writtenDifferences(object, copy);
}

test('a changed image, an added variable and a removed one are named by container and variable', () => {
  const web = deployment('web', 2, {
    containers: [
      {
        name: 'web',
        image: 'web:1',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ],
  });
  const differences = after(web, (copy) => {
    const [container] = copy.spec.template.spec.containers;
    container.image = 'web:2';
    container.env = [{ name: 'NEW', value: 'x' }, container.env[1]];
  });
  const path = '/spec/template/spec/containers/web';
  expect(differences).toEqual([
    { path: `${path}/env/A/name`, before: 'A' },
    { path: `${path}/env/A/value`, before: '1' },
    { path: `${path}/env/NEW/name`, after: 'NEW' },
    { path: `${path}/env/NEW/value`, after: 'x' },
    { path: `${path}/image`, before: 'web:1', after: 'web:2' },
  ]);
});

test('status, versions, managers and bookkeeping annotations are no changes', () => {
  expect(
    after(deployment('web'), (copy) => {
      copy.status.readyReplicas = 0;
      copy.status.conditions = [{ type: 'Available', status: 'False' }];
      copy.metadata.resourceVersion = '999999';
      copy.metadata.generation = 9;
      copy.metadata.lastManager = { manager: 'x', time: '2026-01-01T00:00:00Z' };
      copy.metadata.annotations = { 'deployment.kubernetes.io/revision': '4' };
    }),
  ).toEqual([]);
});

test('labels, annotations that steer, and replicas are changes', () => {
  const differences = after(deployment('web'), (copy) => {
    copy.metadata.labels.team = 'shop';
    copy.metadata.annotations = { 'nginx.ingress.kubernetes.io/rewrite-target': '/' };
    copy.spec.replicas = 0;
  });
  expect(differences).toEqual([
    { path: '/metadata/annotations/nginx.ingress.kubernetes.io~1rewrite-target', after: '/' },
    { path: '/metadata/labels/team', after: 'shop' },
    { path: '/spec/replicas', before: '2', after: '0' },
  ]);
});

test('what the scheduler and the binder fill in is no change', () => {
  expect(after(kubernetesObject('Pod', 'a', { spec: { containers: [] } }), (copy) => (copy.spec.nodeName = 'node-1'))).toEqual([]);
  expect(after(kubernetesObject('PersistentVolumeClaim', 'a', { spec: {} }), (copy) => (copy.spec.volumeName = 'pv-1'))).toEqual([]);
  expect(after(kubernetesObject('ReplicaSet', 'a', { spec: { replicas: 1 } }), (copy) => (copy.spec.replicas = 0))).toEqual([]);
});

test('of a node, cordoning and taints of people are changes, the taints of its lifecycle are not', () => {
  const node = kubernetesObject('Node', 'node-1', { namespace: null, spec: {} });
  expect(after(node, (copy) => (copy.spec.taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }]))).toEqual([]);
  const differences = after(node, (copy) => {
    copy.spec.unschedulable = true;
    copy.spec.taints = [
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
    ];
  });
  expect(differences.map(({ path }) => path)).toEqual([
    '/spec/taints/dedicated/effect',
    '/spec/taints/dedicated/key',
    '/spec/taints/dedicated/value',
    '/spec/unschedulable',
  ]);
});

test('of a ConfigMap, a key with another hash is a change', () => {
  const map = kubernetesObject('ConfigMap', 'settings', { data: { 'app.yaml': 'sha256:1', other: 'sha256:2' } });
  expect(after(map, (copy) => (copy.data['app.yaml'] = 'sha256:3'))).toEqual([
    { path: '/data/app.yaml', before: 'sha256:1', after: 'sha256:3' },
  ]);
});

test('values and their number are bounded', () => {
  const map = kubernetesObject('ConfigMap', 'settings', { data: {} });
  const differences = after(
    map,
    (copy) => (copy.data = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, 'x'.repeat(5000)]))),
  );
  expect(differences.length).toBe(40);
  expect(differences[0]!.after!.length).toBeLessThan(310);
});
