import { expect, it } from 'vitest';
import { firstOf, lonePod } from '../testing/minimal.ts';
import { node, stamp } from '../testing/snapshots.ts';

const withProblem = (type: string) => {
  const one = node('worker-1');
  const conditions = [
    ...(one.status as { conditions: object[] }).conditions,
    { type, status: 'True', message: 'reported', lastTransitionTime: stamp(9) },
  ];
  return { ...one, status: { ...(one.status as object), conditions } };
};
const stuck = lonePod('web', { waiting: ['CreateContainerError', 'context deadline exceeded'] });

it.each([
  ['ReadonlyFilesystem', 'node.resource_pressure'],
  ['FrequentContainerdRestart', 'node.container_runtime_down'],
  ['KubeletUnhealthy', 'node.kubelet_down'],
])('a node with the condition %s is to blame for its failing pods', (type, code) =>
  expect(firstOf({ resources: [withProblem(type), stuck] })).toBe(`${code} Node/worker-1`),
);

it('a condition alone is no incident: it may outlast its trouble', () =>
  expect(firstOf({ resources: [withProblem('ReadonlyFilesystem')] })).toContain('no cause'));

it('pods that the kubelet fails because its disk is read-only show the node without any condition', () => {
  const message =
    'Pod Update plugin resources failed due to failed to write checkpoint file "kubelet_internal_checkpoint": open /var/lib/kubelet/device-plugins/.05: read-only file system, which is unexpected.';
  const failed = lonePod('web', { status: { phase: 'Failed', reason: 'UnexpectedAdmissionError', message, containerStatuses: undefined } });
  expect(firstOf({ resources: [node('worker-1'), failed] })).toBe('node.resource_pressure Node/worker-1');
});
