import { dig, fields, text } from '#lib/kubernetes/fields.ts';
import type { Member } from '#lib/kubernetes/members.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import type { Reference, RelationType } from '#lib/kubernetes/references.ts';
import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import { RelationIndex } from '#lib/kubernetes/relations.ts';
import type { Entity, Inventory } from './entities.ts';

/** The relations of a snapshot as lib/kubernetes derives them, the same as in the client's graph. */
export interface ClusterRelations {
  /** The relations from an object, including those to objects that it names but that do not exist. */
  from(object: ObjectRef): readonly Neighbour[];
  /** The relations to an object, whether it exists or not. */
  to(object: ObjectRef): readonly Neighbour[];
}

/** An object at the other end of a relation. */
export interface Neighbour {
  type: RelationType;
  object: ObjectRef;
}

/** Derives the relations between the objects of an inventory. */
export function relationsOf(inventory: Inventory): ClusterRelations {
  const index = new RelationIndex();
  const entities = new Map<string, Entity>();
  index.putAll('', identified(inventory, entities));
  const [outgoing, incoming] = [new Neighbours(), new Neighbours()];
  const join = (type: RelationType, from: ObjectRef, to: ObjectRef) => {
    outgoing.add(from, { type, object: to });
    incoming.add(to, { type, object: from });
  };
  for (const [key, entity] of entities) {
    const member = index.member(key)!;
    for (const { type, from, to } of member.held.values()) join(type, entities.get(from)!.ref, entities.get(to)!.ref);
    for (const reference of dangling(index, member))
      join(reference.type, entity.ref, ref(reference.kind, reference.namespace, reference.name));
  }
  return { from: (object) => outgoing.of(object), to: (object) => incoming.of(object) };
}

/** The objects of an inventory, each with a unique uid: hand-written objects may lack one or repeat it. */
function* identified(inventory: Inventory, entities: Map<string, Entity>): Generator<KubernetesObject> {
  for (const entity of inventory.all) {
    const own = `/${entity.uid}`;
    const isUnique = entity.uid !== undefined && text(dig(entity.object, 'metadata', 'uid')) === entity.uid && !entities.has(own);
    entities.set(isUnique ? own : `/${entity.key}`, entity);
    yield isUnique ? entity.object : { ...entity.object, metadata: { ...fields(entity.object.metadata), uid: entity.key } };
  }
}

/** References to objects that do not exist. Owners and addresses are left out: they mean nothing without the object. */
function dangling(index: RelationIndex, member: Member): Reference[] {
  return member.references.filter(
    (reference) =>
      reference.uid === undefined && reference.address === undefined && !index.resolve({ ...reference, cluster: '' }, reference),
  );
}

class Neighbours {
  #byObject = new Map<string, Neighbour[]>();

  add(object: ObjectRef, neighbour: Neighbour): void {
    const key = keyOf(object);
    const known = this.#byObject.get(key);
    if (known) known.push(neighbour);
    else this.#byObject.set(key, [neighbour]);
  }

  of(object: ObjectRef): readonly Neighbour[] {
    return this.#byObject.get(keyOf(object)) ?? [];
  }
}

/**
 * The type of the relation through which a failure spreads from `cause` to `dependent`; null if there is none (an external
 * system, a webhook for everything). A workload includes everything that it owns, and one object may lie between the two:
 * a volume reaches a Deployment through the claim that its pods mount, and then the relation of the dependent counts.
 * `owned` returns an object and what it owns.
 */
export function relationBetween(
  relations: ClusterRelations,
  owned: (object: ObjectRef) => readonly ObjectRef[],
  cause: ObjectRef,
  dependent: ObjectRef,
): RelationType | null {
  const causes = new Set(owned(cause).map(keyOf));
  const dependents = owned(dependent);
  if (causes.has(keyOf(dependent)) || dependents.some((one) => keyOf(one) === keyOf(cause))) return 'OWNS';
  const isCause = ({ type, object }: Neighbour) => type !== 'OWNS' && causes.has(keyOf(object));
  const needs = dependents.flatMap((one) => relations.from(one)).filter(({ type }) => type !== 'OWNS');
  const direct = needs.find(isCause) ?? dependents.flatMap((one) => relations.to(one)).find(isCause);
  if (direct) return direct.type;
  // A quota or a limit range applies to the namespace, and so to everything in it.
  if (relations.from(cause).some(({ type, object }) => type === 'LIMITS' && object.name === dependent.namespace)) return 'LIMITS';
  return needs.find(({ object }) => relations.from(object).some(isCause))?.type ?? null;
}
