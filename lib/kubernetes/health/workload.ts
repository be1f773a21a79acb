import { count, fields, text } from '../fields.ts';
import { condition, type KubernetesObject } from '../object.ts';
import { HEALTHY, type Verdict, verdict } from './verdict.ts';

/**
 * A Deployment (kubernetes.io/docs/concepts/workloads/controllers/deployment, "Deployment status"): a rollout in
 * progress degrades at most; what its controller gives up (ProgressDeadlineExceeded, ReplicaFailure) fails.
 */
export function deploymentHealth(deployment: KubernetesObject): Verdict {
  const [spec, status] = [fields(deployment.spec), fields(deployment.status)];
  const wanted = wantedReplicas(spec);
  if (wanted === 0) return verdict('healthy', 'scaled to zero');
  const refused = replicaFailure(deployment);
  if (refused) return refused;
  const progressing = condition(deployment, 'Progressing');
  if (progressing?.status === 'False') return verdict('failing', text(progressing.reason), text(progressing.message));
  if (isUnseen(deployment)) return verdict('pending', 'the controller has not seen the latest change');
  const [available, updated] = [count(status.availableReplicas), count(status.updatedReplicas)];
  const rolling = updated < wanted || progressing?.reason === 'NewReplicaSetCreated' || progressing?.reason === 'ReplicaSetUpdated';
  if (available >= wanted && updated >= wanted) return HEALTHY;
  const reason = `${available} of ${wanted} replicas available`;
  if (rolling)
    return verdict(
      available === 0 && count(status.replicas) <= wanted ? 'pending' : 'degraded',
      `rollout: ${updated} of ${wanted} updated`,
      reason,
    );
  return verdict(available === 0 ? 'failing' : 'degraded', reason);
}

/** A ReplicaSet: whether it can make its pods and they are ready. What it is while a rollout runs, its Deployment tells. */
export function replicaSetHealth(replicaSet: KubernetesObject): Verdict {
  const wanted = wantedReplicas(fields(replicaSet.spec));
  if (wanted === 0) return HEALTHY;
  const ready = count(fields(replicaSet.status).readyReplicas);
  return replicaFailure(replicaSet) ?? (ready >= wanted ? HEALTHY : verdict('degraded', `${ready} of ${wanted} replicas ready`));
}

/** A StatefulSet: ready replicas against wanted; while revisions differ a rolling update runs (…/controllers/statefulset). */
export function statefulSetHealth(statefulSet: KubernetesObject): Verdict {
  const [spec, status] = [fields(statefulSet.spec), fields(statefulSet.status)];
  const wanted = wantedReplicas(spec);
  if (wanted === 0) return verdict('healthy', 'scaled to zero');
  if (isUnseen(statefulSet)) return verdict('pending', 'the controller has not seen the latest change');
  const ready = count(status.readyReplicas);
  if (ready >= wanted) return HEALTHY;
  const reason = `${ready} of ${wanted} replicas ready`;
  const rolling = text(status.currentRevision) !== text(status.updateRevision) || count(status.replicas) < wanted;
  return rolling ? verdict('degraded', 'rolling update', reason) : verdict(ready === 0 ? 'failing' : 'degraded', reason);
}

/** A DaemonSet: pods available on the nodes that should run one (…/controllers/daemonset). */
export function daemonSetHealth(daemonSet: KubernetesObject): Verdict {
  const status = fields(daemonSet.status);
  const wanted = count(status.desiredNumberScheduled);
  if (isUnseen(daemonSet)) return verdict('pending', 'the controller has not seen the latest change');
  const available = count(status.numberAvailable);
  if (available >= wanted) return HEALTHY;
  const reason = `available on ${available} of ${wanted} nodes`;
  if (count(status.updatedNumberScheduled) < wanted) return verdict('degraded', 'rolling update', reason);
  return verdict(available === 0 ? 'failing' : 'degraded', reason);
}

/** Replicas a spec asks for; the API's default is 1. */
export function wantedReplicas(spec: Record<string, unknown>): number {
  return typeof spec.replicas === 'number' ? spec.replicas : 1;
}

/** The controller may not make pods: quota, admission, a missing account. */
function replicaFailure(workload: KubernetesObject): Verdict | undefined {
  const failure = condition(workload, 'ReplicaFailure');
  return failure?.status === 'True' ? verdict('failing', text(failure.reason) ?? 'ReplicaFailure', text(failure.message)) : undefined;
}

function isUnseen(workload: KubernetesObject): boolean {
  return count(fields(workload.status).observedGeneration) < count(fields(workload.metadata).generation);
}
