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
  const looked = new Map<string, number>();
  return () => {
    for (const scaler of world.list('HorizontalPodAutoscaler')) {
      const last = looked.get(scaler.metadata.uid);
      if (last !== undefined && world.now() - last < world.times.autoscalerSync) continue;
      looked.set(scaler.metadata.uid, world.now());
      reconcile(world, scaler);
    }
  };
}

function reconcile(world: World, scaler: Obj): void {
  const { scaleTargetRef, minReplicas, maxReplicas, metrics = [] } = scaler.spec;
  const target = world.store.find(scaleTargetRef.kind, scaler.metadata.namespace, scaleTargetRef.name);
  const time = world.time();
  let conditions: Condition[] = scaler.status?.conditions ?? [];
  const put = (type: string, status: 'True' | 'False', reason: string, message: string) => {
    conditions = withCondition(conditions, { type, status, reason, message }, time);
  };
  if (!target) {
    const message = `the HPA controller was unable to get the target's current scale: ${scaleTargetRef.kind.toLowerCase()}s.apps "${scaleTargetRef.name}" not found`;
    put('AbleToScale', 'False', 'FailedGetScale', message);
    world.events.record(scaler, {
      type: 'Warning',
      reason: 'FailedGetScale',
      message: `${scaleTargetRef.kind.toLowerCase()}s.apps "${scaleTargetRef.name}" not found`,
      component: 'horizontal-pod-autoscaler',
    });
    world.setStatus(scaler, { ...scaler.status, conditions, desiredReplicas: 0 });
    return;
  }
  const current = target.spec.replicas;
  const goal = metrics.find((one: Obj['spec']) => one.resource?.name === 'cpu')?.resource.target.averageUtilization;
  const isBlind = world.hidden.outages.has(METRICS_API);
  const use = isBlind ? undefined : cpuUse(world, target);
  const ratio = goal && use ? use.utilization / goal : 1;
  const proposed = Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(current * ratio);
  const desired = Math.min(maxReplicas, Math.max(minReplicas, current === 0 ? 0 : proposed));
  put('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size');
  if (use)
    put(
      'ScalingActive',
      'True',
      'ValidMetricFound',
      'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
    );
  else {
    const why = isBlind
      ? `unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.${METRICS_API})`
      : 'did not receive metrics for targeted pods (pods might be unready)';
    const message = `failed to get cpu utilization: ${why}`;
    put('ScalingActive', 'False', 'FailedGetResourceMetric', `the HPA was unable to compute the replica count: ${message}`);
    const event = { type: 'Warning', component: 'horizontal-pod-autoscaler' } as const;
    world.events.record(scaler, { ...event, reason: 'FailedGetResourceMetric', message });
    const invalid = `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${message}`;
    world.events.record(scaler, { ...event, reason: 'FailedComputeMetricsReplicas', message: invalid });
  }
  const limited = proposed > maxReplicas ? 'TooManyReplicas' : proposed < minReplicas ? 'TooFewReplicas' : undefined;
  if (limited)
    put(
      'ScalingLimited',
      'True',
      limited,
      `the desired replica count is ${limited === 'TooManyReplicas' ? 'more than the maximum' : 'less than the minimum'} replica count`,
    );
  else put('ScalingLimited', 'False', 'DesiredWithinRange', 'the desired count is within the acceptable range');
  if (desired !== current && current > 0) {
    world.change(target, (draft) => {
      draft.spec.replicas = desired;
    });
    const reason = desired > current ? 'cpu resource utilization (percentage of request) above target' : 'All metrics below target';
    world.events.record(scaler, {
      type: 'Normal',
      reason: 'SuccessfulRescale',
      message: `New size: ${desired}; reason: ${reason}`,
      component: 'horizontal-pod-autoscaler',
    });
    put('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`);
  }
  world.setStatus(scaler, {
    ...(desired !== current ? { lastScaleTime: time } : scaler.status?.lastScaleTime && { lastScaleTime: scaler.status.lastScaleTime }),
    currentReplicas: current,
    desiredReplicas: desired,
    currentMetrics: use
      ? [
          {
            type: 'Resource',
            resource: { name: 'cpu', current: { averageUtilization: use.utilization, averageValue: `${use.milli}m` } },
          },
        ]
      : null,
    conditions,
  });
}

/** CPU usage of the ready pods, in percent of their request; changes once a minute. */
function cpuUse(world: World, target: Obj): { utilization: number; milli: number } | undefined {
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
