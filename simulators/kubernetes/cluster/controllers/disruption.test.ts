import { describe, expect, it } from 'vitest';
import { healthyCluster } from '../testing/driven.ts';
import { podsOf } from '../testing/health.ts';

describe('a disruption budget', () => {
  it('allows as many disruptions as there are healthy pods to spare', () => {
    const driven = healthyCluster();
    const budget = () => driven.store.get('PodDisruptionBudget', 'shop', 'frontend').status;
    expect(budget()).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 });
    driven.store.remove(driven.store.get('Pod', 'shop', podsOf(driven.store, 'frontend')[0]?.metadata.name ?? ''));
    driven.pass(0.5);
    expect(budget()).toMatchObject({
      disruptionsAllowed: 0,
      currentHealthy: 1,
      conditions: [{ status: 'False', reason: 'InsufficientPods' }],
    });
  });
});
