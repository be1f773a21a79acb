import type { Obj } from '../../store/object.ts';
import type { Condition } from '../api-machinery/conditions.ts';
import type { World } from '../world.ts';
import { fencePosts, total } from './rollout.ts';

/** The status of a Deployment: counts, and the conditions Available, Progressing and ReplicaFailure in the controller's words. */
export function deploymentStatus(world: World, deployment: Obj, newSet: Obj | undefined, sets: Obj[]): Obj['status'] {
  const sum = (key: string, of: Obj[] = sets) => of.reduce((all, one) => all + (one.status?.[key] ?? 0), 0);
  const before = deployment.status ?? {};
  const counts = {
    replicas: sum('replicas'),
    updated: newSet ? sum('replicas', [newSet]) : 0,
    ready: sum('readyReplicas'),
    available: sum('availableReplicas'),
  };
  const unavailable = Math.max(0, total(sets) - counts.available);
  let conditions: Condition[] = before.conditions ?? [];
  const enough = counts.available >= deployment.spec.replicas - fencePosts(deployment).unavailable;
  conditions = put(world, conditions, {
    type: 'Available',
    status: enough ? 'True' : 'False',
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: `Deployment ${enough ? 'has' : 'does not have'} minimum availability.`,
  });
  conditions = progress(world, deployment, newSet, conditions, counts);
  const failure = [newSet, ...sets].flatMap((one) => one?.status?.conditions ?? []).find((one) => one.type === 'ReplicaFailure');
  conditions = failure ? put(world, conditions, failure) : conditions.filter((one) => one.type !== 'ReplicaFailure');
  return {
    observedGeneration: deployment.metadata.generation,
    ...(counts.replicas && { replicas: counts.replicas }),
    ...(counts.updated && { updatedReplicas: counts.updated }),
    ...(counts.ready && { readyReplicas: counts.ready }),
    ...(counts.available && { availableReplicas: counts.available }),
    ...(unavailable && { unavailableReplicas: unavailable }),
    conditions,
  };
}

interface Counts {
  replicas: number;
  updated: number;
  ready: number;
  available: number;
}

function progress(world: World, deployment: Obj, newSet: Obj | undefined, conditions: Condition[], now: Counts): Condition[] {
  const current = conditions.find((one) => one.type === 'Progressing');
  if (now.replicas === now.updated && current?.reason === 'NewReplicaSetAvailable') return conditions;
  const what = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const wanted = deployment.spec.replicas;
  const observed = deployment.status?.observedGeneration === deployment.metadata.generation;
  if (observed && now.updated === wanted && now.replicas === wanted && now.available === wanted) {
    return put(world, conditions, {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `${what} has successfully progressed.`,
    });
  }
  const before = deployment.status ?? {};
  const oldCount = now.replicas - now.updated;
  const moved =
    !current ||
    now.updated > (before.updatedReplicas ?? 0) ||
    oldCount < (before.replicas ?? 0) - (before.updatedReplicas ?? 0) ||
    now.ready > (before.readyReplicas ?? 0) ||
    now.available > (before.availableReplicas ?? 0) ||
    (current.reason === 'NewReplicaSetAvailable' && now.updated !== now.replicas) ||
    !observed;
  if (moved) {
    const time = world.time();
    const next: Condition = {
      type: 'Progressing',
      status: 'True',
      lastUpdateTime: time,
      lastTransitionTime: current?.status === 'True' ? (current.lastTransitionTime ?? time) : time,
      reason: now.updated === 0 && newSet && !current ? 'NewReplicaSetCreated' : 'ReplicaSetUpdated',
      message: now.updated === 0 && newSet && !current ? `Created new replica set "${newSet.metadata.name}"` : `${what} is progressing.`,
    };
    return [...conditions.filter((one) => one.type !== 'Progressing'), next];
  }
  const since = Date.parse(current.lastUpdateTime ?? world.time());
  if (current.status === 'True' && world.now() - since >= deployment.spec.progressDeadlineSeconds * 1000 && !deployment.spec.paused) {
    return put(world, conditions, {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `${what} has timed out progressing.`,
    });
  }
  return conditions;
}

/** As in SetDeploymentCondition, the same status with the same reason changes nothing. */
function put(world: World, conditions: Condition[], next: Condition): Condition[] {
  const before = conditions.find((one) => one.type === next.type);
  if (before?.status === next.status && before.reason === next.reason) return conditions;
  const time = world.time();
  const written: Condition = {
    type: next.type,
    status: next.status,
    lastUpdateTime: time,
    lastTransitionTime: before?.status === next.status ? (before.lastTransitionTime ?? time) : time,
    reason: next.reason ?? '',
    message: next.message ?? '',
  };
  return [...conditions.filter((one) => one.type !== next.type), written];
}
