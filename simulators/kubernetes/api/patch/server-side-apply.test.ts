import { expect, test } from 'vitest';
import type { Obj } from '../../store/object.ts';
import { serverSideApply } from './server-side-apply.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const by = (manager: string, more: { force?: boolean; now?: number } = {}) => ({ manager, force: false, now: NOW, ...more });

function deployment(spec: object, containers: object[] = [], labels?: Record<string, string>): Obj {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', ...(labels && { labels }) },
    spec: { ...spec, ...(containers.length > 0 && { template: { spec: { containers } } }) },
  } as unknown as Obj;
}

const managers = ({ metadata }: Obj) =>
  metadata.managedFields?.map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }));

test('the first apply creates the object, and the applier manages its fields', () => {
  const made = serverSideApply(undefined, deployment({ replicas: 2 }, [{ name: 'c', image: 'i', args: ['x'] }], { app: 'web' }), by('me'));
  expect(made.spec.replicas).toBe(2);
  expect(made.metadata.managedFields).toEqual([
    {
      manager: 'me',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      time: '2026-03-01T12:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': {
          'f:replicas': {},
          'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:name': {}, 'f:image': {}, 'f:args': {} } } } },
        },
      },
    },
  ]);
});

test('fields, labels and list elements that are no longer applied are removed; those of other managers stay', () => {
  const first = serverSideApply(
    undefined,
    deployment({ replicas: 2, paused: true }, [{ name: 'a', image: 'i' }, { name: 'b' }], { x: '1', y: '2' }),
    by('me'),
  );
  const other = serverSideApply(first, deployment({ minReadySeconds: 5 }, [{ name: 'a', workingDir: '/srv' }]), by('other'));
  const second = serverSideApply(other, deployment({ replicas: 3 }, [{ name: 'a' }], { y: '2' }), by('me'));
  expect(second.spec).toEqual({ replicas: 3, minReadySeconds: 5, template: { spec: { containers: [{ name: 'a', workingDir: '/srv' }] } } });
  expect(second.metadata.labels).toEqual({ y: '2' });
});

test('a field that two managers applied with the same value stays when one of them drops it', () => {
  const both = serverSideApply(serverSideApply(undefined, deployment({ replicas: 2 }), by('me')), deployment({ replicas: 2 }), by('other'));
  const left = serverSideApply(both, deployment({}), by('me'));
  expect(left.spec.replicas).toBe(2);
});

test('a different value for fields of other managers is refused, naming each field and its manager', () => {
  const first = serverSideApply(undefined, deployment({ replicas: 2 }, [{ name: 'c', image: 'i' }]), by('them'));
  expect(() => serverSideApply(first, deployment({ replicas: 3 }), by('me'))).toThrow(
    'Apply failed with 1 conflict: conflict with "them" using apps/v1: .spec.replicas',
  );
  expect(() => serverSideApply(first, deployment({ replicas: 3 }, [{ name: 'c', image: 'j' }]), by('me'))).toThrow(
    'Apply failed with 2 conflicts: conflicts with "them" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name="c"].image',
  );
});

test('a forced apply takes over the fields: the other manager no longer owns them', () => {
  const first = serverSideApply(undefined, deployment({ replicas: 2, paused: true }), by('them'));
  const taken = serverSideApply(first, deployment({ replicas: 3 }), by('me', { force: true }));
  expect(taken.spec).toEqual({ replicas: 3, paused: true });
  expect(managers(taken)).toEqual([
    { manager: 'them', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
    { manager: 'me', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  ]);
});

test('applying the same configuration again changes nothing, not even the time', () => {
  const config = deployment({ replicas: 2 }, [{ name: 'c', image: 'i' }]);
  const first = serverSideApply(undefined, config, by('me'));
  expect(serverSideApply(first, config, by('me', { now: NOW + 60_000 }))).toEqual(first);
});
