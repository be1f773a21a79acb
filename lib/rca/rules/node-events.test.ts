import { expect, it } from 'vitest';
import { eventAbout, firstOf, lonePod, looping, plain } from '../testing/minimal.ts';
import { event, node } from '../testing/snapshots.ts';

const GC =
  'Failed to garbage collect required amount of images. Attempted to free 12884901888 bytes, but only found 0 bytes eligible to free.';

it('a kubelet that cannot free disk space shows its node before any pressure does', () => {
  const at = (minutes: number) => [event({ kind: 'Node', name: 'worker-1' }, 'FreeDiskSpaceFailed', GC, { minutes })];
  expect(firstOf({ resources: [node('worker-1')], events: at(2) })).toBe('node.resource_pressure Node/worker-1');
  expect(firstOf({ resources: [node('worker-1')], events: at(40) })).toContain('no cause');
});

it('a machine that ran out of memory counts only where its pods fail', () => {
  const events = [eventAbout('Node', 'worker-1', 'SystemOOM', 'System OOM encountered, victim process: java, pid: 4321')];
  expect(firstOf({ resources: [node('worker-1')], events })).toContain('no cause');
  expect(firstOf({ resources: [node('worker-1'), lonePod('web', { state: looping(137, 'Error') })], events })).toBe(
    'node.resource_pressure Node/worker-1',
  );
});

it('a claim that cannot be enlarged is to blame until it has the size that it asks', () => {
  const claim = (has: string) =>
    plain('PersistentVolumeClaim', 'data', {
      spec: { volumeName: 'pv', resources: { requests: { storage: '20Gi' } } },
      status: { phase: 'Bound', capacity: { storage: has } },
    });
  const events = [
    eventAbout(
      'PersistentVolumeClaim',
      'data',
      'VolumeResizeFailed',
      'resize volume "pv" by resizer "ebs.csi.aws.com" failed: rate exceeded',
    ),
  ];
  expect(firstOf({ resources: [claim('10Gi')], events })).toBe('storage.capacity_mismatch PersistentVolumeClaim/data');
  expect(firstOf({ resources: [claim('20Gi')], events })).toContain('no cause');
});
