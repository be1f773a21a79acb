import type { Obj } from '../../store/object.ts';
import { type Condition, withCondition } from '../api-machinery/conditions.ts';
import { suffix } from '../api-machinery/names.ts';
import { matchesLabels } from '../api-machinery/selectors.ts';
import type { World } from '../world.ts';
import { isActive, isAvailable, isReady, PodMaker } from './pods.ts';

/** Keeps the requested number of pods of each ReplicaSet. */
export function replicaSetController(world: World): () => void {
  const maker = new PodMaker(world, 'replicaset-controller');
  return () => {
    for (const set of world.list('ReplicaSet')) {
      const failure = set.metadata.deletionTimestamp ? undefined : scale(world, maker, set);
      writeStatus(world, maker, set, failure);
    }
  };
}

function scale(world: World, maker: PodMaker, set: Obj): string | undefined {
  const pods = world.ownedBy('Pod', set).filter(isActive);
  const missing = set.spec.replicas - pods.length;
  if (missing <= 0) {
    maker.forget(set);
    for (const pod of toRemove(world, pods).slice(0, -missing)) maker.remove(set, pod);
    return undefined;
  }
  for (let i = 0; i < missing && maker.mayTry(set); i++) {
    const failure = maker.make(set, `${set.metadata.name}-${suffix(world.random)}`, set.spec.template);
    if (failure) return failure;
  }
  return undefined;
}

/** Pods in the order in which they are removed: unscheduled, pending, not ready, on crowded nodes, restarted, young. */
function toRemove(world: World, pods: Obj[]): Obj[] {
  const onNode = (pod: Obj) => pods.filter((one) => one.spec.nodeName === pod.spec.nodeName).length;
  const restarts = (pod: Obj) =>
    (pod.status?.containerStatuses ?? []).reduce((sum: number, one: { restartCount: number }) => sum + one.restartCount, 0);
  const rank = (pod: Obj) => [
    pod.spec.nodeName ? 1 : 0,
    pod.status?.phase === 'Pending' ? 0 : 1,
    isReady(pod) ? 1 : 0,
    -onNode(pod),
    -restarts(pod),
    -Math.min(Date.parse(pod.metadata.creationTimestamp), world.now()),
  ];
  return [...pods].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const index = left.findIndex((value, i) => value !== right[i]);
    return index < 0 ? (a.metadata.name < b.metadata.name ? -1 : 1) : (left[index] ?? 0) - (right[index] ?? 0);
  });
}

function writeStatus(world: World, maker: PodMaker, set: Obj, failure: string | undefined): void {
  const pods = world.ownedBy('Pod', set).filter(isActive);
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(world, pod, set.spec.minReadySeconds)).length;
  const labelled = pods.filter((pod) => matchesLabels(set.spec.template.metadata.labels, pod.metadata.labels)).length;
  let conditions: Condition[] = set.status?.conditions ?? [];
  if (failure && !conditions.some((one) => one.type === 'ReplicaFailure')) {
    conditions = withCondition(
      conditions,
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: failure },
      world.time(),
    );
  } else if (!failure && !maker.isRefused(set)) {
    conditions = conditions.filter((one) => one.type !== 'ReplicaFailure');
  }
  world.setStatus(set, {
    replicas: pods.length,
    ...(labelled && { fullyLabeledReplicas: labelled }),
    ...(ready && { readyReplicas: ready }),
    ...(available && { availableReplicas: available }),
    observedGeneration: set.metadata.generation,
    ...(conditions.length > 0 && { conditions }),
  });
}
