import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { diagnose, diagnoseGroups } from '../diagnose.ts';
import { deployment, event, object, snapshotOf, stamp, unschedulable, WINDOW } from '../testing/snapshots.ts';

const scaler = (status: KubernetesObject, more: KubernetesObject = {}): KubernetesObject =>
  object('HorizontalPodAutoscaler', 'cart', {
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'cart' },
      minReplicas: 1,
      maxReplicas: 6,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
      ...more,
    },
    status,
  });
const cpu = (averageUtilization: number) => [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization } } }];
const about = { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'cart' };
const rescale = (minutes: number, size: number) =>
  event(about, 'SuccessfulRescale', `New size: ${size}; reason: cpu resource utilization above target`, { type: 'Normal', minutes });
const scaled = (minutes: number, words: string) =>
  event({ kind: 'Deployment', namespace: 'shop', name: 'cart' }, 'ScalingReplicaSet', words, { type: 'Normal', minutes });
const firstOf = (resources: KubernetesObject[], events: KubernetesObject[] = []) => {
  const { verdict, causes } = diagnose(snapshotOf([...deployment('cart'), ...resources], { events }), WINDOW);
  return causes[0] ? `${causes[0].code} ${causes[0].object.kind}/${causes[0].object.name}` : verdict;
};

describe('an autoscaler', () => {
  it.each([
    ['as autoscaling/v2 tells it', scaler({ desiredReplicas: 6, currentReplicas: 6, currentMetrics: cpu(98) })],
    [
      'as autoscaling/v1 tells it',
      scaler({ desiredReplicas: 6, currentCPUUtilizationPercentage: 98 }, { metrics: undefined, targetCPUUtilizationPercentage: 50 }),
    ],
    [
      'by a metric of the pods',
      scaler(
        { desiredReplicas: 6, currentMetrics: [{ type: 'Pods', pods: { metric: { name: 'queue' }, current: { averageValue: '1500m' } } }] },
        { metrics: [{ type: 'Pods', pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '1' } } }] },
      ),
    ],
  ])('is at its maximum while its metric is above the target, %s', (_, one) =>
    expect(firstOf([one])).toBe('autoscaling.at_maximum HorizontalPodAutoscaler/cart'),
  );

  it.each([
    ['has room for more replicas', { desiredReplicas: 4, currentMetrics: cpu(98) }],
    ['is at its maximum and meets its target within the tolerance', { desiredReplicas: 6, currentMetrics: cpu(54) }],
  ])('is no incident when it %s', (_, status) => expect(firstOf([scaler(status)])).toBe('no_incident'));

  it('at its maximum is no incident of its own while its target cannot run', () => {
    const pending = deployment('cart', unschedulable('0/1 nodes are available: 1 Insufficient cpu.'));
    const groups = diagnoseGroups(snapshotOf([...pending, scaler({ desiredReplicas: 6, currentMetrics: cpu(98) })]), WINDOW);
    expect(groups.map(({ causes }) => causes[0]?.code)).toEqual(['scheduling.insufficient_cpu']);
  });

  const noMetrics = {
    desiredReplicas: 1,
    conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: 'no metrics returned' }],
  };
  it('cannot scale without metrics', () =>
    expect(firstOf([scaler(noMetrics)])).toBe('autoscaling.ineffective HorizontalPodAutoscaler/cart'));
  it('is given two minutes for its first metrics', () => {
    const young = scaler(noMetrics);
    (young.metadata as Record<string, unknown>).creationTimestamp = stamp(0.5);
    expect(firstOf([young])).toBe('no_incident');
  });

  it('flaps when it goes up, down and up again in short turns', () => {
    const up = scaler({ desiredReplicas: 5, currentMetrics: cpu(40) });
    expect(firstOf([up], [rescale(12, 2), rescale(9, 6), rescale(5, 2), rescale(1, 5)])).toBe(
      'autoscaling.flapping HorizontalPodAutoscaler/cart',
    );
    expect(firstOf([up], [rescale(12, 2), rescale(9, 4), rescale(5, 5), rescale(1, 6)])).toBe('no_incident');
  });
  it('follows the load of the day in long turns without being an incident', () =>
    expect(
      firstOf([scaler({ desiredReplicas: 3, currentMetrics: cpu(45) })], [rescale(55, 2), rescale(38, 6), rescale(21, 2), rescale(3, 5)]),
    ).toBe('no_incident'));
});

describe('the replicas of a Deployment with an autoscaler', () => {
  const idle = scaler({ desiredReplicas: 1, currentMetrics: cpu(45) });
  it.each([
    ['with the size before', [scaled(2, 'Scaled down replica set cart-7d9c5b6f4 to 1 from 6')]],
    [
      'in the words of older versions',
      [scaled(20, 'Scaled up replica set cart-7d9c5b6f4 to 6'), scaled(2, 'Scaled down replica set cart-7d9c5b6f4 to 1')],
    ],
  ])('were reset when they fell at once without it, %s', (_, events) =>
    expect(firstOf([idle], events)).toBe('rollout.replicas_reset Deployment/cart'),
  );
  it('were not reset when the autoscaler itself lowered them, or a rollout replaces the pods', () => {
    const down = scaled(2, 'Scaled down replica set cart-7d9c5b6f4 to 1 from 6');
    expect(firstOf([idle], [down, rescale(2, 1)])).toBe('no_incident');
    expect(firstOf([idle], [scaled(3, 'Scaled up replica set cart-55d8c7f9b to 6 from 0'), down])).toBe('no_incident');
  });
});
