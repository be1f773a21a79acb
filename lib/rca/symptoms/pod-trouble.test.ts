import { expect, it } from 'vitest';
import { firstOf } from '../testing/minimal.ts';
import { deployment, stamp } from '../testing/snapshots.ts';

it('a pod without a verdict is unscheduled once its controller has given up waiting for it, and not merely pending', () => {
  const overdue = (deadline: boolean) =>
    deployment('web', { ready: false, node: null, ageMinutes: 0.2, podStatus: { phase: 'Pending', conditions: [] } }).map((one) =>
      one.kind === 'Deployment' && deadline
        ? {
            ...one,
            metadata: { ...one.metadata, creationTimestamp: stamp(600) },
            status: { unavailableReplicas: 1, conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] },
          }
        : one,
    );
  expect(firstOf({ resources: overdue(true) })).toBe('control_plane.scheduler_down Component/kube-scheduler');
  expect(firstOf({ resources: overdue(false) })).toContain('no cause');
});
