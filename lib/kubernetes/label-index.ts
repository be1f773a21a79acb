import type { Identity } from './object.ts';
import { type Selector, selects } from './selectors.ts';

type Place = Pick<Identity, 'cluster' | 'namespace'>;

/** Things by a text, many under one. */
class Buckets<T> {
  #buckets = new Map<string, Set<T>>();

  add(id: string, one: T): void {
    const bucket = this.#buckets.get(id);
    if (bucket) bucket.add(one);
    else this.#buckets.set(id, new Set([one]));
  }

  delete(id: string, one: T): void {
    const bucket = this.#buckets.get(id);
    if (bucket?.delete(one) && bucket.size === 0) this.#buckets.delete(id);
  }

  get(id: string): Iterable<T> {
    return this.#buckets.get(id) ?? [];
  }

  size(id: string): number {
    return this.#buckets.get(id)?.size ?? 0;
  }
}

const everything = ({ cluster, namespace }: Place) => `${cluster}|${namespace ?? ''}`;
const byPair = (place: Place, [label, value]: [string, string]) => `${everything(place)}|${label}=${value}`;

/** The smallest bucket that holds everything a selector can match: that of one of its pairs, or the whole namespace. */
function bucketOf(buckets: Buckets<unknown>, place: Place, selector: Selector): string {
  let [smallest, size] = [everything(place), Number.POSITIVE_INFINITY];
  for (const pair of Object.entries(selector.equal)) {
    const id = byPair(place, pair);
    const ofPair = buckets.size(id);
    if (ofPair < size) [smallest, size] = [id, ofPair];
  }
  return smallest;
}

/** Labelled things of a namespace, found by a selector without looking at those of other labels. */
export class Labelled<T> {
  #buckets = new Buckets<{ labels: Record<string, string>; thing: T }>();
  #entries = new Map<T, { place: Place; labels: Record<string, string>; thing: T }>();

  set(place: Place, labels: Record<string, string>, thing: T): void {
    this.delete(thing);
    const entry = { place, labels, thing };
    this.#entries.set(thing, entry);
    for (const id of this.#ids(entry)) this.#buckets.add(id, entry);
  }

  delete(thing: T): void {
    const entry = this.#entries.get(thing);
    if (!entry) return;
    this.#entries.delete(thing);
    for (const id of this.#ids(entry)) this.#buckets.delete(id, entry);
  }

  /** Things that the selector matches, one at a time: who needs only some need not look for all. */
  *selectedBy(place: Place, selector: Selector): Iterable<T> {
    for (const { labels, thing } of this.#buckets.get(bucketOf(this.#buckets, place, selector))) if (selects(selector, labels)) yield thing;
  }

  #ids({ place, labels }: { place: Place; labels: Record<string, string> }): string[] {
    return [everything(place), ...Object.entries(labels).map((pair) => byPair(place, pair))];
  }
}

/** Selectors of a namespace, found by the labels they match. */
export class Selecting<T> {
  #buckets = new Buckets<{ selector: Selector; thing: T }>();
  #entries = new Map<T, { id: string; entry: { selector: Selector; thing: T } }>();

  set(place: Place, selector: Selector, thing: T): void {
    this.delete(thing);
    const [id, entry] = [bucketOf(this.#buckets, place, selector), { selector, thing }];
    this.#entries.set(thing, { id, entry });
    this.#buckets.add(id, entry);
  }

  delete(thing: T): void {
    const known = this.#entries.get(thing);
    if (!known) return;
    this.#entries.delete(thing);
    this.#buckets.delete(known.id, known.entry);
  }

  /** Things whose selector matches the labels, one at a time: who needs only some need not look for all. */
  *matching(place: Place, labels: Record<string, string>): Iterable<T> {
    const ids = [everything(place), ...Object.entries(labels).map((pair) => byPair(place, pair))];
    for (const id of ids) for (const { selector, thing } of this.#buckets.get(id)) if (selects(selector, labels)) yield thing;
  }
}

/** The first `most` of some things. */
export function firstOf<T>(things: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  for (const thing of things) {
    if (found.length >= most) break;
    found.push(thing);
  }
  return found;
}
