import type { RelationType } from '#lib/kubernetes/references.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Neighbour, StillRelations } from '#lib/kubernetes/still-relations.ts';

/**
 * The type of the relation through which a failure spreads from `cause` to `dependent`; null if there is none (an external
 * system, a webhook for everything). A workload includes everything that it owns, and one object may lie between the two:
 * a volume reaches a Deployment through the claim that its pods mount, and then the relation of the dependent counts.
 * `owned` returns an object and what it owns.
 */
export function relationBetween(
  relations: StillRelations,
  owned: (object: ObjectRef) => readonly ObjectRef[],
  cause: ObjectRef,
  dependent: ObjectRef,
): RelationType | null {
  const causes = new Set(owned(cause).map(keyOf));
  const dependents = owned(dependent);
  if (causes.has(keyOf(dependent)) || dependents.some((one) => keyOf(one) === keyOf(cause))) return 'OWNS';
  const isCause = ({ type, key }: Neighbour) => type !== 'OWNS' && causes.has(key);
  const needs = dependents.flatMap((one) => relations.from(one)).filter(({ type }) => type !== 'OWNS');
  const direct = needs.find(isCause) ?? dependents.flatMap((one) => relations.to(one)).find(isCause);
  if (direct) return direct.type;
  // A quota or a limit range applies to the namespace, and so to everything in it.
  if (relations.from(cause).some(({ type, object }) => type === 'LIMITS' && object.name === dependent.namespace)) return 'LIMITS';
  return needs.find(({ object }) => relations.from(object).some(isCause))?.type ?? null;
}
