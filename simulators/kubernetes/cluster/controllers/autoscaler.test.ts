import { describe, expect, it } from 'vitest';
import { healthyCluster } from '../testing/driven.ts';
import { eventsOf } from '../testing/health.ts';
import { edit } from '../testing/objects.ts';

describe('the autoscaler', () => {
  it('scales its target according to CPU usage, within its bounds', () => {
    const driven = healthyCluster();
    edit(driven, 'HorizontalPodAutoscaler', 'shop', 'frontend', ({ spec }) => {
      spec.metrics[0].resource.target.averageUtilization = 5;
    });
    driven.pass(20);
    expect(driven.store.get('Deployment', 'shop', 'frontend').spec.replicas).toBe(5);
    const { status } = driven.store.get('HorizontalPodAutoscaler', 'shop', 'frontend');
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }),
    );
    expect(eventsOf(driven.store, 'HorizontalPodAutoscaler', 'frontend')).toContain(
      'Normal SuccessfulRescale New size: 5; reason: cpu resource utilization (percentage of request) above target',
    );
  });

  it('reports a missing target, and that there is no ready pod to measure', () => {
    const driven = healthyCluster();
    edit(driven, 'HorizontalPodAutoscaler', 'shop', 'frontend', ({ spec }) => {
      spec.scaleTargetRef.name = 'nobody';
    });
    driven.pass(8);
    expect(driven.store.get('HorizontalPodAutoscaler', 'shop', 'frontend').status.conditions).toContainEqual(
      expect.objectContaining({ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale' }),
    );
    expect(eventsOf(driven.store, 'HorizontalPodAutoscaler', 'frontend')).toContain(
      'Warning FailedGetScale deployments.apps "nobody" not found',
    );
  });
});
