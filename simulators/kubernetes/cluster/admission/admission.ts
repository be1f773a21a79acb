import { isoTime, type Obj } from '../../store/object.ts';
import { stable } from '../api-machinery/names.ts';
import type { Operation, World } from '../world.ts';
import { assertClasses } from './classes.ts';
import { withDefaults } from './defaults.ts';
import { AdmissionError } from './error.ts';
import { withLimits } from './limit-range.ts';
import { assertPodSecurity } from './pod-security.ts';
import { assertWithinQuota } from './quota.ts';
import { withServiceAccount } from './service-account.ts';
import { assertShape } from './shape.ts';
import { assertValid } from './validation.ts';
import { assertWebhooksAdmit } from './webhooks.ts';

const WITH_GENERATION = new Set([
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Ingress',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'EndpointSlice',
]);

/**
 * Admission of a write: sets defaults, runs the checks, enforces quota and sets the generation. Takes the object as written
 * and, on update, the current object; returns a new object. Throws AdmissionError.
 */
export function admit(world: World, operation: Operation, object: Obj, old?: Obj): Obj {
  if (operation === 'DELETE') {
    assertMayGo(object);
    return object;
  }
  const before =
    old ?? (operation === 'UPDATE' ? world.store.find(object.kind, object.metadata.namespace, object.metadata.name) : undefined);
  assertShape(object);
  let next = withDefaults(world, structuredClone(object), before);
  if (operation === 'CREATE' && next.kind === 'Pod') {
    assertClasses(next);
    next = withLimits(world, withServiceAccount(world, next));
  }
  assertValid(next, before);
  if (operation === 'CREATE' && next.kind === 'Pod') assertPodSecurity(world, next);
  assertWebhooksAdmit(world, operation, next);
  if (operation === 'CREATE') assertWithinQuota(world, next);
  return withGeneration(next, before, isoTime(world.now()));
}

function assertMayGo({ kind, metadata }: Obj): void {
  if (kind === 'Namespace' && ['default', 'kube-system', 'kube-public'].includes(metadata.name))
    throw new AdmissionError(403, `namespaces "${metadata.name}" is forbidden: this namespace may not be deleted`);
}

function withGeneration(object: Obj, before: Obj | undefined, time: string): Obj {
  if (object.kind === 'ReplicaSet' && !object.status) object.status = { replicas: 0 };
  if (!WITH_GENERATION.has(object.kind)) return object;
  if (!before)
    return { ...object, metadata: { ...object.metadata, generation: 1, creationTimestamp: object.metadata.creationTimestamp ?? time } };
  const changed = stable(object.spec) !== stable(before.spec);
  return { ...object, metadata: { ...object.metadata, generation: (before.metadata.generation ?? 1) + (changed ? 1 : 0) } };
}
