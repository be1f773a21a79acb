import type { Obj } from '../../store/object.ts';
import { type Condition, withCondition } from '../api-machinery/conditions.ts';
import { matchesSelector } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { isActive, isReady } from './pods.ts';
import { countOf } from './rollout.ts';

/** Maintains the status of each PodDisruptionBudget: how many of its pods may be disrupted now. */
export function disruptionController(world: World): () => void {
  return () => {
    for (const budget of world.list('PodDisruptionBudget')) writeStatus(world, budget);
  };
}

function writeStatus(world: World, budget: Obj): void {
  const pods = world
    .list('Pod', budget.metadata.namespace)
    .filter((pod) => matchesSelector(budget.spec.selector, pod.metadata.labels) && isActive(pod));
  const expected = expectedPods(world, pods);
  const healthy = pods.filter(isReady).length;
  const { minAvailable, maxUnavailable } = budget.spec;
  const desired =
    maxUnavailable === undefined ? countOf(minAvailable, expected, 'up') : Math.max(0, expected - countOf(maxUnavailable, expected, 'up'));
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
  const condition: Condition = {
    type: 'DisruptionAllowed',
    status: allowed > 0 ? 'True' : 'False',
    observedGeneration: budget.metadata.generation ?? 1,
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
  world.setStatus(budget, {
    observedGeneration: budget.metadata.generation,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: withCondition(budget.status?.conditions, condition, world.time()),
  });
}

/** The total number of replicas that the controllers of these pods request. */
function expectedPods(world: World, pods: Obj[]): number {
  const owners = new Map(pods.flatMap((pod) => (pod.metadata.ownerReferences ?? []).map((one) => [one.uid, one] as const)));
  const scales = new Map<string, number>();
  for (const owner of owners.values()) {
    const object = pods[0] && world.store.find(owner.kind, pods[0].metadata.namespace, owner.name);
    const parent = object?.metadata.ownerReferences?.find((one) => one.controller);
    const top = parent && object ? world.store.find(parent.kind, object.metadata.namespace, parent.name) : object;
    if (top) scales.set(top.metadata.uid, top.spec.replicas ?? 1);
  }
  return scales.size === 0 ? pods.length : [...scales.values()].reduce((sum, one) => sum + one, 0);
}
