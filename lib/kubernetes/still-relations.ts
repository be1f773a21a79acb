import { addressOf, boundedReferencesOf, boundedSelectionOf } from './members.ts';
import type { KubernetesObject } from './object.ts';
import type { PodSelection, Reference, RelationType } from './references.ts';
import { keyOf, type ObjectRef, ref } from './refs.ts';
import { boundedLabels, FEWEST_HOLDERS, maxHolders } from './relation-bounds.ts';
import { type Selector, selects } from './selectors.ts';

/** An object in a picture of one cluster. `key` is `keyOf(ref)`, `labels` are those of its metadata. */
export interface Pictured {
  ref: ObjectRef;
  key: string;
  uid: string | undefined;
  object: KubernetesObject;
  labels: Record<string, string>;
}

/** An object at the other end of a relation, and its key. */
export interface Neighbour {
  type: RelationType;
  object: ObjectRef;
  key: string;
}

/**
 * A relation, in the lists of both its ends. A cluster has several for each object, and most objects have few: links between the
 * relations themselves take less memory than a list for each object.
 */
interface Relation {
  type: RelationType;
  from: Place;
  to: Place;
  nextFrom: Relation | undefined;
  nextTo: Relation | undefined;
}

/** An object, in the picture or only named there, with the first and the last of its relations in each direction. */
interface Place {
  ref: ObjectRef;
  key: string;
  firstFrom: Relation | undefined;
  lastFrom: Relation | undefined;
  firstTo: Relation | undefined;
  lastTo: Relation | undefined;
  /** How many objects hold a relation to this one: in all, and of each type once there are so many that it matters. */
  held: number;
  heldByType: Partial<Record<RelationType, number>> | undefined;
}

/**
 * The relations in a picture of a cluster. They are those that a RelationIndex derives from the same objects (a test compares
 * the two), because both take references, selections and bounds from the same functions, and besides those to objects that are
 * named but do not exist. It keeps nothing that only following changes would need, and so takes a fraction of the time.
 */
export class StillRelations {
  readonly #places = new Map<string, Place>();
  /** What is named but does not exist. */
  readonly #absent = new Map<string, Place>();
  readonly #byUid = new Map<string, Place>();
  readonly #byAddress = new Map<string, Place>();

  /** Relates objects with different keys to each other. Of several with one uid it means the first. */
  constructor(objects: readonly Pictured[]) {
    const places = objects.map((one) => this.#add(one));
    const selections = objects.map(({ object }) => boundedSelectionOf(object));
    const pods = new SelectablePods(objects, places, selections);
    for (const [index, holder] of places.entries()) {
      const { object, ref: own } = objects[index]!;
      const dangling = this.#follow(holder, boundedReferencesOf(object));
      const selection = selections[index];
      if (selection)
        for (const pod of pods.selectedBy(own.namespace, selection.selector))
          if (takesRoom(pod, selection.type)) join(selection.type, holder, pod);
      for (const { type, kind, namespace, name } of dangling) join(type, holder, this.#absentPlace(ref(kind, namespace, name)));
    }
  }

  /** The relations from an object, including those to objects that it names but that do not exist. */
  from(object: ObjectRef): Neighbour[] {
    const found: Neighbour[] = [];
    for (let at = this.#places.get(keyOf(object))?.firstFrom; at; at = at.nextFrom)
      found.push({ type: at.type, object: at.to.ref, key: at.to.key });
    return found;
  }

  /** The relations to an object, whether it exists or not. */
  to(object: ObjectRef): Neighbour[] {
    const found: Neighbour[] = [];
    const key = keyOf(object);
    for (let at = (this.#places.get(key) ?? this.#absent.get(key))?.firstTo; at; at = at.nextTo)
      found.push({ type: at.type, object: at.from.ref, key: at.from.key });
    return found;
  }

  #add({ ref: own, key, uid, object }: Pictured): Place {
    const place = placeOf(own, key);
    this.#places.set(key, place);
    if (uid !== undefined && !this.#byUid.has(uid)) this.#byUid.set(uid, place);
    const address = addressOf(object);
    if (address !== undefined) this.#byAddress.set(address, place);
    return place;
  }

  /**
   * Relates an object to what it refers to. Returns the references by name to objects that do not exist; an owner or an
   * address means nothing without its object.
   */
  #follow(holder: Place, references: readonly Reference[]): Reference[] {
    const dangling: Reference[] = [];
    const called: Place[] = [];
    for (const reference of references) {
      const { type, uid, address } = reference;
      const target = this.#resolve(reference);
      if (!target && uid === undefined && address === undefined) dangling.push(reference);
      // A Service may be called both by its name and by its address.
      if (!target || target === holder || (type === 'CALLS' && called.includes(target)) || !takesRoom(target, type)) continue;
      if (type === 'CALLS') called.push(target);
      if (reference.reverse) join(type, target, holder);
      else join(type, holder, target);
    }
    return dangling;
  }

  #resolve(reference: Reference): Place | undefined {
    if (reference.uid !== undefined) return this.#byUid.get(reference.uid);
    if (reference.address !== undefined) return this.#byAddress.get(reference.address);
    return this.#places.get(keyOf(reference));
  }

  #absentPlace(object: ObjectRef): Place {
    const key = keyOf(object);
    const known = this.#absent.get(key) ?? placeOf(object, key);
    this.#absent.set(key, known);
    return known;
  }
}

function placeOf(object: ObjectRef, key: string): Place {
  return {
    ref: object,
    key,
    firstFrom: undefined,
    lastFrom: undefined,
    firstTo: undefined,
    lastTo: undefined,
    held: 0,
    heldByType: undefined,
  };
}

function join(type: RelationType, from: Place, to: Place): void {
  const relation: Relation = { type, from, to, nextFrom: undefined, nextTo: undefined };
  if (from.lastFrom) from.lastFrom.nextFrom = relation;
  else from.firstFrom = relation;
  from.lastFrom = relation;
  if (to.lastTo) to.lastTo.nextTo = relation;
  else to.firstTo = relation;
  to.lastTo = relation;
}

/** Whether an object can take another relation of a type that others hold; if so, it is counted. */
function takesRoom(place: Place, type: RelationType): boolean {
  if (place.held >= FEWEST_HOLDERS) {
    place.heldByType ??= countedByType(place);
    const held = place.heldByType[type] ?? 0;
    if (held >= maxHolders(type)) return false;
    place.heldByType[type] = held + 1;
  }
  place.held++;
  return true;
}

/** How many objects hold a relation to this one, by type: an owned object holds that to its owner, any other the first of the two. */
function countedByType({ firstFrom, firstTo }: Place): Partial<Record<RelationType, number>> {
  const counts: Partial<Record<RelationType, number>> = {};
  for (let at = firstFrom; at; at = at.nextFrom) if (at.type === 'OWNS') counts.OWNS = (counts.OWNS ?? 0) + 1;
  for (let at = firstTo; at; at = at.nextTo) if (at.type !== 'OWNS') counts[at.type] = (counts[at.type] ?? 0) + 1;
  return counts;
}

/** The pods of a picture, found by those of their labels that some selector names. */
class SelectablePods {
  readonly #buckets = new Map<string, { labels: Record<string, string>; place: Place }[]>();

  constructor(objects: readonly Pictured[], places: readonly Place[], selections: readonly (PodSelection | undefined)[]) {
    const named = new Set(selections.flatMap((one) => (one ? Object.keys(one.selector.equal) : [])));
    for (const [index, { ref: own, labels: all }] of objects.entries()) {
      if (own.kind !== 'Pod') continue;
      const labels = boundedLabels(all);
      const pod = { labels, place: places[index]! };
      this.#note(namespaceId(own.namespace), pod);
      for (const name of Object.keys(labels)) if (named.has(name)) this.#note(bucketId(own.namespace, name, labels[name]!), pod);
    }
  }

  /** The pods of a namespace that a selector matches, in the order of the picture. */
  selectedBy(namespace: string | undefined, selector: Selector): Place[] {
    const ids = [namespaceId(namespace), ...Object.entries(selector.equal).map(([name, value]) => bucketId(namespace, name, value))];
    // Each of these buckets holds everything that the selector matches.
    const buckets = ids.map((id) => this.#buckets.get(id) ?? []);
    const smallest = buckets.reduce((a, b) => (b.length < a.length ? b : a));
    return smallest.filter(({ labels }) => selects(selector, labels)).map(({ place }) => place);
  }

  #note(id: string, pod: { labels: Record<string, string>; place: Place }): void {
    const bucket = this.#buckets.get(id);
    if (bucket) bucket.push(pod);
    else this.#buckets.set(id, [pod]);
  }
}

function namespaceId(namespace: string | undefined): string {
  return namespace ?? '';
}

function bucketId(namespace: string | undefined, name: string, value: string): string {
  return `${namespaceId(namespace)}|${name}=${value}`;
}
