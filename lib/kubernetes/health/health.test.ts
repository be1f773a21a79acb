import { describe, expect, test } from 'vitest';
import { BEGIN, deployment, kubernetesObject, readyPod, timestamp } from '#lib/graph/testing/cluster.ts';
import type { KubernetesObject } from '../object.ts';
import { quantity } from '../quantity.ts';
import { healthOf } from './index.ts';
import { serviceHealth } from './service.ts';

const told = (object: KubernetesObject, missing: string[] = []) => {
  const { health, reason } = healthOf(object, BEGIN, missing);
  return reason === undefined ? health : `${health}: ${reason}`;
};

/** A pod whose only container is in a state. */
function podWith(state: object, extra: object = {}, status: object = {}): KubernetesObject {
  return readyPod('a', 'a', {
    status: {
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
      containerStatuses: [{ name: 'a', restartCount: 0, state, ...extra }],
      ...status,
    },
  });
}

describe('a pod', () => {
  test.each<[string, KubernetesObject, string]>([
    ['runs and is ready', readyPod('a', 'a'), 'healthy'],
    ['has completed', readyPod('a', 'a', { status: { phase: 'Succeeded' } }), 'healthy: Completed'],
    ['is being deleted', readyPod('a', 'a', { metadata: { deletionTimestamp: timestamp(0) } }), 'pending: Terminating'],
    [
      'was evicted',
      readyPod('a', 'a', { status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' } }),
      'failing: Evicted: low on memory',
    ],
    [
      'cannot pull',
      podWith({ waiting: { reason: 'ImagePullBackOff', message: 'not found' } }),
      'failing: ImagePullBackOff: container a: not found',
    ],
    [
      'crashes in a loop',
      podWith({ waiting: { reason: 'CrashLoopBackOff' } }, { lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } }),
      'failing: CrashLoopBackOff: container a: OOMKilled (exit code 137)',
    ],
    [
      'misses a Secret',
      podWith({ waiting: { reason: 'CreateContainerConfigError', message: 'secret "x" not found' } }),
      'failing: CreateContainerConfigError: container a: secret "x" not found',
    ],
    ['just ended badly', podWith({ terminated: { reason: 'Error', exitCode: 1 } }), 'failing: container a: Error (exit code 1)'],
    ['is being created', podWith({ waiting: { reason: 'ContainerCreating' } }, {}, { phase: 'Pending' }), 'pending: ContainerCreating'],
    [
      'fits no node',
      podWith(
        {},
        {},
        {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }],
        },
      ),
      'failing: Unschedulable: 0/3 nodes are available',
    ],
    ['runs and is not ready', podWith({ running: {} }), 'degraded: ContainersNotReady'],
    ['is on a silent node', readyPod('a', 'a', { status: { phase: 'Unknown', reason: 'NodeLost' } }), 'unknown: NodeLost'],
    ['has no status', kubernetesObject('Pod', 'a'), 'pending: no status yet'],
    [
      'has a status of nonsense',
      kubernetesObject('Pod', 'a', { status: { phase: 'Running', conditions: 'yes', containerStatuses: [null, 3] } }),
      'degraded: ContainersNotReady',
    ],
  ])('%s', (_, pod, expected) => {
    expect(told(pod)).toBe(expected);
  });

  test('restarted lately is degraded, restarted long ago is healthy', () => {
    const restarted = (seconds: number) =>
      readyPod('a', 'a', {
        status: {
          containerStatuses: [
            {
              name: 'a',
              restartCount: 3,
              lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: timestamp(seconds) } },
            },
          ],
        },
      });
    expect(told(restarted(-60))).toBe('degraded: container a restarted 3×: OOMKilled (exit code 137)');
    expect(told(restarted(-3600))).toBe('healthy');
  });
});

/** A Deployment of 3 with another status. */
const rollout = (status: object, spec: object = {}) => {
  const base = deployment('web', 3);
  return { ...base, spec: { ...base.spec, ...spec }, status: { ...base.status, ...status } };
};

describe('a workload', () => {
  test.each<[string, KubernetesObject, string]>([
    ['has all replicas', rollout({}), 'healthy'],
    ['is scaled to zero', rollout({ availableReplicas: 0 }, { replicas: 0 }), 'healthy: scaled to zero'],
    ['was changed just now', rollout({ observedGeneration: 0 }), 'pending: the controller has not seen the latest change'],
    [
      'rolls out beside the old ones',
      rollout({ updatedReplicas: 1, replicas: 4 }),
      'degraded: rollout: 1 of 3 updated: 3 of 3 replicas available',
    ],
    [
      'starts for the first time',
      rollout({ updatedReplicas: 0, availableReplicas: 0, replicas: 0 }),
      'pending: rollout: 0 of 3 updated: 0 of 3 replicas available',
    ],
    ['lost a replica', rollout({ availableReplicas: 2 }), 'degraded: 2 of 3 replicas available'],
    ['lost all', rollout({ availableReplicas: 0 }), 'failing: 0 of 3 replicas available'],
    [
      'passed its deadline',
      rollout({
        availableReplicas: 2,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' }],
      }),
      'failing: ProgressDeadlineExceeded: timed out',
    ],
    [
      'may make no pods',
      rollout({
        availableReplicas: 0,
        conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }],
      }),
      'failing: FailedCreate: exceeded quota',
    ],
    [
      'is a StatefulSet that rolls',
      kubernetesObject('StatefulSet', 'a', {
        spec: { replicas: 2 },
        status: { replicas: 2, readyReplicas: 1, currentRevision: 'x', updateRevision: 'y' },
      }),
      'degraded: rolling update: 1 of 2 replicas ready',
    ],
    [
      'is a StatefulSet with none ready',
      kubernetesObject('StatefulSet', 'a', { spec: { replicas: 2 }, status: { replicas: 2, readyReplicas: 0 } }),
      'failing: 0 of 2 replicas ready',
    ],
    [
      'is a DaemonSet with a node short',
      kubernetesObject('DaemonSet', 'a', { status: { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 } }),
      'degraded: available on 2 of 3 nodes',
    ],
    ['is a ReplicaSet of the past', kubernetesObject('ReplicaSet', 'a', { spec: { replicas: 0 } }), 'healthy'],
    [
      'is a Job that failed',
      kubernetesObject('Job', 'a', { status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] } }),
      'failing: BackoffLimitExceeded',
    ],
    [
      'is a Job that completed',
      kubernetesObject('Job', 'a', { status: { failed: 1, conditions: [{ type: 'Complete', status: 'True' }] } }),
      'healthy: Complete',
    ],
    ['is a Job that retries', kubernetesObject('Job', 'a', { status: { active: 1, failed: 2 } }), 'degraded: 2 failed pods'],
    ['is a suspended CronJob', kubernetesObject('CronJob', 'a', { spec: { suspend: true } }), 'healthy: suspended'],
  ])('%s', (_, object, expected) => {
    expect(told(object)).toBe(expected);
  });
});

/** A node with these conditions. */
const node = (conditions: object[], spec: object = {}) => kubernetesObject('Node', 'n', { namespace: null, spec, status: { conditions } });

describe('others', () => {
  test.each<[string, KubernetesObject, string[], string]>([
    ['a ready node', node([{ type: 'Ready', status: 'True' }]), [], 'healthy'],
    ['a cordoned node', node([{ type: 'Ready', status: 'True' }], { unschedulable: true }), [], 'degraded: cordoned'],
    [
      'a silent node',
      node([{ type: 'Ready', status: 'Unknown', message: 'Kubelet stopped posting node status.' }]),
      [],
      'failing: NodeStatusUnknown: Kubelet stopped posting node status.',
    ],
    [
      'a node out of disk',
      node([
        { type: 'Ready', status: 'True' },
        { type: 'DiskPressure', status: 'True' },
      ]),
      [],
      'degraded: DiskPressure',
    ],
    ['a bound claim', kubernetesObject('PersistentVolumeClaim', 'a', { status: { phase: 'Bound' } }), [], 'healthy'],
    ['a pending claim', kubernetesObject('PersistentVolumeClaim', 'a', { status: { phase: 'Pending' } }), [], 'pending: Pending'],
    [
      'a claim of no class',
      kubernetesObject('PersistentVolumeClaim', 'a', { status: { phase: 'Pending' } }),
      ['StorageClass/x'],
      'failing: Pending: StorageClass/x does not exist',
    ],
    [
      'a lost claim',
      kubernetesObject('PersistentVolumeClaim', 'a', { status: { phase: 'Lost' } }),
      [],
      'failing: Lost: its volume is gone',
    ],
    ['a released volume', kubernetesObject('PersistentVolume', 'a', { status: { phase: 'Released' } }), [], 'degraded: Released'],
    [
      'a quota with room',
      kubernetesObject('ResourceQuota', 'a', { status: { hard: { pods: '10', cpu: '2' }, used: { pods: '9', cpu: '1900m' } } }),
      [],
      'healthy',
    ],
    [
      'a spent quota',
      kubernetesObject('ResourceQuota', 'a', { status: { hard: { cpu: '2' }, used: { cpu: '2000m' } } }),
      [],
      'degraded: cpu used 2000m of 2',
    ],
    [
      'an autoscaler without a target',
      kubernetesObject('HorizontalPodAutoscaler', 'a'),
      ['Deployment/shop/x'],
      'failing: Deployment/shop/x does not exist',
    ],
    [
      'an autoscaler without metrics',
      kubernetesObject('HorizontalPodAutoscaler', 'a', {
        status: { conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' }] },
      }),
      [],
      'degraded: FailedGetResourceMetric',
    ],
    [
      'a budget that is short',
      kubernetesObject('PodDisruptionBudget', 'a', { status: { currentHealthy: 1, desiredHealthy: 2 } }),
      [],
      'degraded: 1 healthy pods of 2 wanted',
    ],
    ['an ingress to nothing', kubernetesObject('Ingress', 'a'), ['Service/shop/x'], 'failing: Service/shop/x does not exist'],
    [
      'an expired certificate',
      kubernetesObject('Secret', 'a', { tls: { notAfter: timestamp(-1) } }),
      [],
      `failing: certificate expired at ${timestamp(-1)}`,
    ],
    [
      'a certificate that expires soon',
      kubernetesObject('Secret', 'a', { tls: { notAfter: timestamp(86_400) } }),
      [],
      `degraded: certificate expires at ${timestamp(86_400)}`,
    ],
    ['a namespace that goes', kubernetesObject('Namespace', 'a', { status: { phase: 'Terminating' } }), [], 'pending: Terminating'],
    ['a kind without a rule', kubernetesObject('ConfigMap', 'a'), [], 'healthy'],
  ])('%s', (_, object, missing, expected) => {
    expect(told(object, missing)).toBe(expected);
  });

  const behind = { readyEndpoints: undefined, pods: 0, readyPods: 0, wasReady: true, workloadReplicas: undefined };
  test.each<[string, object, string]>([
    ['with ready pods', { pods: 2, readyPods: 1 }, 'healthy'],
    [
      'whose slices say none is ready',
      { pods: 2, readyPods: 2, readyEndpoints: 0 },
      'failing: no ready endpoints: 0 of 2 selected pods are ready',
    ],
    ['that never was ready', { pods: 2, wasReady: false }, 'pending: no ready endpoints: 0 of 2 selected pods are ready'],
    ['whose selector matches nothing any more', {}, 'failing: no ready endpoints: its selector matches no pod'],
    ['that nobody ever stood behind', { wasReady: false }, 'degraded: no ready endpoints: its selector matches no pod'],
    ['whose workload is scaled to zero', { workloadReplicas: 0 }, 'degraded: no ready endpoints: its workload is scaled to zero'],
    ['whose workload has no pods', { workloadReplicas: 2, wasReady: false }, 'pending: no ready endpoints: its workload has no pods'],
  ])('a Service %s', (_, backends, expected) => {
    const { health, reason } = serviceHealth({ spec: { selector: { app: 'a' } } }, { ...behind, ...backends });
    expect(reason === undefined ? health : `${health}: ${reason}`).toBe(expected);
  });

  test('a Service without a selector is somebody else’s matter', () => {
    expect(serviceHealth({ spec: { type: 'ExternalName' } }, behind)).toEqual({ health: 'healthy' });
    expect(serviceHealth({ spec: {} }, behind)).toEqual({ health: 'healthy' });
  });

  test.each([
    ['2', 2],
    ['1900m', 1.9],
    ['1Gi', 2 ** 30],
    ['1.5k', 1500],
    ['1e3', 1000],
    ['12E', 12e18],
    ['many', undefined],
    ['', undefined],
  ])('the quantity %s', (written, value) => {
    expect(quantity(written)).toBe(value);
  });
});
