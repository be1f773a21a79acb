import type { Obj } from '../../store/object.ts';
import { type Condition, withCondition } from '../api-machinery/conditions.ts';
import { hashFraction } from '../api-machinery/names.ts';
import { milliCpu } from '../api-machinery/quantity.ts';
import type { World } from '../world.ts';
import { isActive, isReady } from './pods.ts';

const TOLERANCE = 0.1;
/** The API that metrics-server serves. */
export const METRICS_API = 'metrics.k8s.io';

/**
 * Scales the target of each HorizontalPodAutoscaler by CPU usage. Usage is simulated: a moderate share of the request that
 * drifts over time.
 */
export function autoscaler(world: World): () => void {
  const lastSync = new Map<string, number>();
  return () => {
    for (const scaler of world.list('HorizontalPodAutoscaler')) {
      const last = lastSync.get(scaler.metadata.uid);
      if (last !== undefined && world.now() - last < world.times.autoscalerSync) continue;
      lastSync.set(scaler.metadata.uid, world.now());
      reconcile(world, scaler);
    }
  };
}

type SetCondition = (type: string, status: 'True' | 'False', reason: string, message: string) => void;

function reconcile(world: World, scaler: Obj): void {
  const { scaleTargetRef, minReplicas, maxReplicas, metrics = [] } = scaler.spec;
  const target = world.store.find(scaleTargetRef.kind, scaler.metadata.namespace, scaleTargetRef.name);
  const time = world.time();
  let conditions: Condition[] = scaler.status?.conditions ?? [];
  const set: SetCondition = (type, status, reason, message) => {
    conditions = withCondition(conditions, { type, status, reason, message }, time);
  };
  if (!target) {
    const message = `${scaleTargetRef.kind.toLowerCase()}s.apps "${scaleTargetRef.name}" not found`;
    set('AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${message}`);
    recordEvent(world, scaler, 'Warning', 'FailedGetScale', message);
    world.setStatus(scaler, { ...scaler.status, conditions, desiredReplicas: 0 });
    return;
  }
  const current = target.spec.replicas;
  const goal = metrics.find((one: Obj['spec']) => one.resource?.name === 'cpu')?.resource.target.averageUtilization;
  const usage = world.hidden.outages.has(METRICS_API) ? undefined : cpuUsage(world, target);
  const ratio = goal && usage ? usage.utilization / goal : 1;
  const proposed = Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(current * ratio);
  const desired = Math.min(maxReplicas, Math.max(minReplicas, current === 0 ? 0 : proposed));
  set('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size');
  reportMetrics(world, scaler, usage !== undefined, set);
  reportLimits(scaler, proposed, set);
  if (desired !== current && current > 0) scale(world, scaler, target, desired, set);
  world.setStatus(scaler, {
    ...(desired !== current ? { lastScaleTime: time } : scaler.status?.lastScaleTime && { lastScaleTime: scaler.status.lastScaleTime }),
    currentReplicas: current,
    desiredReplicas: desired,
    currentMetrics: usage
      ? [
          {
            type: 'Resource',
            resource: { name: 'cpu', current: { averageUtilization: usage.utilization, averageValue: `${usage.milli}m` } },
          },
        ]
      : null,
    conditions,
  });
}

/** Sets ScalingActive, and records Events if there are no metrics. */
function reportMetrics(world: World, scaler: Obj, hasMetrics: boolean, set: SetCondition): void {
  if (hasMetrics) {
    const message = 'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)';
    set('ScalingActive', 'True', 'ValidMetricFound', message);
    return;
  }
  const why = world.hidden.outages.has(METRICS_API)
    ? `unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.${METRICS_API})`
    : 'did not receive metrics for targeted pods (pods might be unready)';
  const message = `failed to get cpu utilization: ${why}`;
  set('ScalingActive', 'False', 'FailedGetResourceMetric', `the HPA was unable to compute the replica count: ${message}`);
  recordEvent(world, scaler, 'Warning', 'FailedGetResourceMetric', message);
  const invalid = `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${message}`;
  recordEvent(world, scaler, 'Warning', 'FailedComputeMetricsReplicas', invalid);
}

/** Sets ScalingLimited: whether the proposed number of replicas is outside the bounds. */
function reportLimits({ spec: { minReplicas, maxReplicas } }: Obj, proposed: number, set: SetCondition): void {
  if (proposed > maxReplicas)
    set('ScalingLimited', 'True', 'TooManyReplicas', 'the desired replica count is more than the maximum replica count');
  else if (proposed < minReplicas)
    set('ScalingLimited', 'True', 'TooFewReplicas', 'the desired replica count is less than the minimum replica count');
  else set('ScalingLimited', 'False', 'DesiredWithinRange', 'the desired count is within the acceptable range');
}

function scale(world: World, scaler: Obj, target: Obj, desired: number, set: SetCondition): void {
  const current = target.spec.replicas;
  world.change(target, { spec: { replicas: desired } });
  const reason = desired > current ? 'cpu resource utilization (percentage of request) above target' : 'All metrics below target';
  recordEvent(world, scaler, 'Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${reason}`);
  set('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`);
}

function recordEvent(world: World, scaler: Obj, type: 'Normal' | 'Warning', reason: string, message: string): void {
  world.events.record(scaler, { type, reason, message, component: 'horizontal-pod-autoscaler' });
}

/** CPU usage of the ready pods, in percent of their request; changes once a minute. */
function cpuUsage(world: World, target: Obj): { utilization: number; milli: number } | undefined {
  const sets = world.ownedBy('ReplicaSet', target).map(({ metadata }) => metadata.uid);
  const owners = new Set([target.metadata.uid, ...sets]);
  const pods = world
    .list('Pod', target.metadata.namespace)
    .filter((pod) => isActive(pod) && isReady(pod) && pod.metadata.ownerReferences?.some(({ uid }) => owners.has(uid)));
  if (pods.length === 0) return undefined;
  const request = (target.spec.template.spec.containers ?? []).reduce(
    (sum: number, one: Obj['spec']) => sum + milliCpu(one.resources?.requests?.cpu),
    0,
  );
  const utilization = 38 + Math.round(hashFraction(`${target.metadata.name}/${Math.floor(world.now() / 60_000)}`) * 8);
  return { utilization, milli: Math.round((request * utilization) / 100) };
}
