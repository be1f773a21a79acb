import type { Obj } from '../../store/object.ts';

/** A condition in a status. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastProbeTime?: string | null;
  lastUpdateTime?: string;
  lastHeartbeatTime?: string;
  observedGeneration?: number;
}

/** The conditions with one of them set; its lastTransitionTime changes only when its status does. */
export function withCondition(conditions: readonly Condition[] | undefined, next: Condition, time: string): Condition[] {
  const list = [...(conditions ?? [])];
  const index = list.findIndex((one) => one.type === next.type);
  const before = list[index];
  const written = { ...next, lastTransitionTime: before?.status === next.status ? (before.lastTransitionTime ?? time) : time };
  if (index < 0) list.push(written);
  else list[index] = written;
  return list;
}

/** The condition of a type. */
export function conditionOf(object: Obj, type: string): Condition | undefined {
  return object.status?.conditions?.find((one: Condition) => one.type === type);
}

/** Whether a condition has the status True. */
export function isTrue(object: Obj, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}
