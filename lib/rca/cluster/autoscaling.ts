import { dig, fields, items, number, text } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import type { Entity } from './entities.ts';
import type { ClusterEvent } from './events.ts';
import type { Cluster } from './index.ts';

/** A metric of an autoscaler that is above its target, with both values as they are written. */
export interface Pressure {
  name: string;
  current: string;
  target: string;
}

/** Within a tenth of the target the autoscaler changes nothing (kube-controller-manager, --horizontal-pod-autoscaler-tolerance). */
const TOLERANCE = 1.1;

/** The metrics of an autoscaler that are above their target. Reads autoscaling/v2 and autoscaling/v1. */
export function pressureOf({ object }: Entity): Pressure[] {
  const currents = items(dig(object, 'status', 'currentMetrics'));
  const found = items(dig(object, 'spec', 'metrics')).flatMap((metric) => {
    const type = text(metric.type) ?? '';
    const detail = detailOf(metric);
    const current = currents.find((one) => one.type === type && nameOf(detailOf(one)) === nameOf(detail));
    return current ? compared(nameOf(detail) ?? type, fields(detail.target), fields(detailOf(current).current)) : [];
  });
  const [old, target] = [
    number(dig(object, 'status', 'currentCPUUtilizationPercentage')),
    number(dig(object, 'spec', 'targetCPUUtilizationPercentage')),
  ];
  return found.length === 0 && old !== undefined && target !== undefined && old > target * TOLERANCE
    ? [{ name: 'cpu', current: `${old}%`, target: `${target}%` }]
    : found;
}

/** The body of a metric, which stands under a field named after its type: `{type: Resource, resource: {...}}`. */
function detailOf(metric: Record<string, unknown>): Record<string, unknown> {
  const type = text(metric.type) ?? '';
  return fields(metric[type.slice(0, 1).toLowerCase() + type.slice(1)]);
}

function nameOf(detail: Record<string, unknown>): string | undefined {
  return text(detail.name) ?? text(dig(detail, 'metric', 'name'));
}

function compared(name: string, target: Record<string, unknown>, current: Record<string, unknown>): Pressure[] {
  const [used, wanted] = [number(current.averageUtilization), number(target.averageUtilization)];
  if (used !== undefined && wanted !== undefined)
    return used > wanted * TOLERANCE ? [{ name, current: `${used}%`, target: `${wanted}%` }] : [];
  for (const field of ['averageValue', 'value']) {
    const [is, should] = [quantity(current[field]), quantity(target[field])];
    if (is !== undefined && should !== undefined && is > should * TOLERANCE)
      return [{ name, current: text(current[field]) ?? String(is), target: text(target[field]) ?? String(should) }];
  }
  return [];
}

/** One step of an autoscaler. `size`: the number of replicas that it set. */
export interface Rescale {
  at: number;
  size: number;
  event: ClusterEvent;
}

/** The steps of an autoscaler within the window, oldest first, as its events tell them ("New size: 3; reason: …"). */
export function rescalesOf(cluster: Cluster, scaler: Entity): Rescale[] {
  return cluster.eventsAbout(scaler.ref).flatMap((event) => {
    const size = event.reason === 'SuccessfulRescale' ? /^New size: (\d{1,6});/.exec(event.message)?.[1] : undefined;
    return size !== undefined && event.lastAt !== undefined ? [{ at: event.lastAt, size: Number(size), event }] : [];
  });
}

/** Turns further apart follow the load of the day; the autoscaler looks back five minutes before it scales down. */
const SHORT_MS = 15 * 60_000;

/** The steps at which an autoscaler changed its direction shortly after the step before, in a series that still goes on. */
export function turnsOf(rescales: readonly Rescale[], now: number): Rescale[] {
  const last = rescales.at(-1);
  if (!last || now - last.at > SHORT_MS) return [];
  return rescales.filter((step, i) => {
    const [before, earlier] = [rescales[i - 1], rescales[i - 2]];
    if (!before || !earlier || step.at - before.at > SHORT_MS) return false;
    return Math.sign(step.size - before.size) * Math.sign(before.size - earlier.size) < 0;
  });
}
