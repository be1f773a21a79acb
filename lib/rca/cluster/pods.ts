import { type Container, containersOfPod } from '#lib/kubernetes/containers.ts';
import { type Fields, fields, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { Entity } from './entities.ts';

/** A pod with the fields of its state. */
export interface Pod extends Entity {
  phase: string | undefined;
  reason: string | undefined;
  message: string | undefined;
  node: string | undefined;
  ip: string | undefined;
  ready: boolean;
  startedAt: number | undefined;
  containers: Container[];
  spec: Fields;
}

/** Reads the state of a pod (kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle). */
export function podOf(entity: Entity): Pod {
  const [spec, status] = [fields(entity.object.spec), fields(entity.object.status)];
  return {
    ...entity,
    spec,
    phase: text(status.phase),
    reason: text(status.reason),
    message: text(status.message),
    node: text(spec.nodeName),
    ip: text(status.podIP),
    ready: condition(entity.object, 'Ready')?.status === 'True',
    startedAt: time(status.startTime) ?? entity.createdAt,
    containers: containersOfPod(entity.object),
  };
}
