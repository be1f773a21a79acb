import { expect, test } from 'vitest';
import type { Obj } from '../../store/object.ts';
import { applyPatch } from './apply-patch.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' }, finalizers: ['a', 'b'] },
  spec: {
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    template: {
      spec: {
        tolerations: [{ key: 'x' }],
        volumes: [{ name: 'data', emptyDir: {} }],
        containers: [
          {
            name: 'web',
            image: 'web:1',
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
            ],
            ports: [{ containerPort: 80, name: 'http' }],
          },
          { name: 'sidecar', image: 'sidecar:1' },
        ],
      },
    },
  },
} as unknown as Obj;

const strategic = (patch: unknown, object: Obj = deployment) => applyPatch(object, 'application/strategic-merge-patch+json', patch);
const containers = (patch: unknown) => strategic({ spec: { template: { spec: { containers: patch } } } }).spec.template.spec.containers;

test('a merge patch merges maps, replaces lists and deletes fields set to null', () => {
  const result = applyPatch(deployment, 'application/merge-patch+json', {
    metadata: { labels: { tier: null, new: 'x' } },
    spec: { template: { spec: { containers: [{ name: 'only' }] } } },
  });
  expect(result.metadata.labels).toEqual({ app: 'web', new: 'x' });
  expect(result.spec.template.spec.containers).toEqual([{ name: 'only' }]);
  expect(result.spec.strategy).toEqual(deployment.spec.strategy);
});

test('a strategic patch merges containers by name and their env by name', () => {
  const [web, sidecar] = containers([
    {
      name: 'web',
      image: 'web:2',
      env: [
        { name: 'B', value: '3' },
        { name: 'C', value: '4' },
      ],
    },
  ]);
  expect(web).toEqual({
    ...deployment.spec.template.spec.containers[0],
    image: 'web:2',
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '3' },
      { name: 'C', value: '4' },
    ],
  });
  expect(sidecar).toEqual({ name: 'sidecar', image: 'sidecar:1' });
});

test('a strategic patch deletes a list element with $patch: delete, and replaces the list with $patch: replace', () => {
  expect(containers([{ $patch: 'delete', name: 'sidecar' }])).toEqual([deployment.spec.template.spec.containers[0]]);
  expect(containers([{ $patch: 'replace' }, { name: 'new' }])).toEqual([{ name: 'new' }]);
});

test('a strategic patch applies the order it specifies; other elements keep their position', () => {
  const result = strategic({
    spec: {
      template: {
        spec: {
          '$setElementOrder/containers': [{ name: 'first' }, { name: 'web' }],
          containers: [{ name: 'first', image: 'first:1' }],
        },
      },
    },
  });
  expect(result.spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual(['first', 'sidecar', 'web']);
});

test('a strategic patch replaces lists without a merge key', () => {
  const result = strategic({ spec: { template: { spec: { tolerations: [{ key: 'y' }] } } } });
  expect(result.spec.template.spec.tolerations).toEqual([{ key: 'y' }]);
});

test('ports are merged by containerPort in a pod template, by port in a Service, and replaced in an EndpointSlice', () => {
  const [web] = containers([{ name: 'web', ports: [{ containerPort: 80, name: 'web' }, { containerPort: 81 }] }]);
  expect(web.ports).toEqual([{ containerPort: 80, name: 'web' }, { containerPort: 81 }]);
  const service = { kind: 'Service', metadata: { name: 's' }, spec: { ports: [{ port: 80, targetPort: 1 }] } } as unknown as Obj;
  expect(strategic({ spec: { ports: [{ port: 80, targetPort: 2 }] } }, service).spec.ports).toEqual([{ port: 80, targetPort: 2 }]);
  const slice = { kind: 'EndpointSlice', metadata: { name: 'e' }, ports: [{ port: 80 }] } as unknown as Obj;
  expect(strategic({ ports: [{ port: 81 }] }, slice).ports).toEqual([{ port: 81 }]);
});

test('conditions are merged by type', () => {
  const node = { kind: 'Node', metadata: { name: 'n' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } } as unknown as Obj;
  const { status } = strategic(
    {
      status: {
        conditions: [
          { type: 'Ready', status: 'False' },
          { type: 'Other', status: 'True' },
        ],
      },
    },
    node,
  );
  expect(status.conditions).toEqual([
    { type: 'Ready', status: 'False' },
    { type: 'Other', status: 'True' },
  ]);
});

test('finalizers are a set: a patch can add and remove some', () => {
  expect(strategic({ metadata: { finalizers: ['b', 'c'] } }).metadata.finalizers).toEqual(['a', 'b', 'c']);
  expect(strategic({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }).metadata.finalizers).toEqual(['b']);
});

test('$retainKeys drops the other keys of a map, $patch: replace drops all', () => {
  expect(strategic({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }).spec.strategy).toEqual({ type: 'Recreate' });
  expect(strategic({ metadata: { labels: { $patch: 'replace', only: 'x' } } }).metadata.labels).toEqual({ only: 'x' });
});

test('an element without its merge key and an unknown directive are refused', () => {
  expect(() => containers([{ image: 'x' }])).toThrow('does not contain declared merge key: name');
  expect(() => strategic({ spec: { $patch: 'nonsense' } })).toThrow('unrecognized directive $patch: "nonsense"');
});

const json = (...operations: unknown[]) => applyPatch(deployment, 'application/json-patch+json', operations);

test('a JSON patch can add, replace, remove, move, copy and test', () => {
  const result = json(
    { op: 'test', path: '/spec/strategy', value: { rollingUpdate: { maxSurge: 1 }, type: 'RollingUpdate' } },
    { op: 'add', path: '/metadata/labels/example.com~1team', value: 'x' },
    { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'web:2' },
    { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'last' } },
    { op: 'remove', path: '/spec/template/spec/containers/1' },
    { op: 'move', from: '/metadata/labels/tier', path: '/metadata/labels/layer' },
    { op: 'copy', from: '/metadata/labels/app', path: '/metadata/labels/also' },
  );
  expect(result.metadata.labels).toEqual({ app: 'web', 'example.com/team': 'x', layer: 'front', also: 'web' });
  expect(result.spec.template.spec.containers.map(({ name, image }: Obj['spec']) => [name, image])).toEqual([
    ['web', 'web:2'],
    ['last', undefined],
  ]);
});

test.each([
  [{ op: 'remove', path: '/spec/nothing' }, '/spec/nothing does not exist'],
  [{ op: 'replace', path: '/spec/nothing', value: 1 }, '/spec/nothing does not exist'],
  [{ op: 'add', path: '/spec/nothing/at/all', value: 1 }, 'the parent of /spec/nothing/at/all does not exist'],
  [{ op: 'add', path: '/spec/template/spec/containers/9', value: {} }, 'index 9 is out of bounds'],
  [{ op: 'add', path: '/spec/template/spec/containers/first', value: {} }, 'index first is out of bounds'],
  [{ op: 'move', from: '/spec/nothing', path: '/spec/other' }, '/spec/nothing does not exist'],
  [{ op: 'add', path: '/__proto__/polluted', value: true }, 'cannot be applied'],
  [null, 'unexpected kind of operation: undefined'],
  [{ op: 'test', path: '/metadata/name', value: 'other' }, 'testing value /metadata/name failed'],
  [{ op: 'turn', path: '/spec' }, 'unexpected kind of operation: turn'],
  [{ op: 'add', path: 'spec', value: 1 }, 'it must begin with /'],
])('the JSON patch operation %o is refused', (operation, why) => {
  expect(() => json(operation)).toThrow(why);
  expect(() => json(operation)).toThrow(expect.objectContaining({ reason: 'Invalid', code: 422 }));
});

test.each([
  ['application/nonsense', {}, 'UnsupportedMediaType', 'accepted media types include: application/json-patch+json'],
  ['application/merge-patch+json', [], 'BadRequest', 'a merge patch is a JSON object'],
  ['application/strategic-merge-patch+json', [], 'BadRequest', 'a strategic merge patch is a JSON object'],
  ['application/json-patch+json', {}, 'Invalid', 'a JSON patch is an array of operations'],
])('%s with the body %o is refused as %s', (type, body, reason, message) => {
  expect(() => applyPatch(deployment, type, body)).toThrow(expect.objectContaining({ reason, message: expect.stringContaining(message) }));
});

test('a patch does not change the object it is applied to', () => {
  const before = JSON.stringify(deployment);
  strategic({ spec: { template: { spec: { containers: [{ name: 'web', image: 'other' }] } } } });
  json({ op: 'remove', path: '/spec/strategy/rollingUpdate/maxSurge' });
  expect(JSON.stringify(deployment)).toBe(before);
});
