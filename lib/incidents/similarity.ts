import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Diagnosis } from '#lib/rca/types.ts';

/** What is compared of an incident. `code` and `object` come from feedback, if there is any. */
export interface Comparable {
  code: string | null;
  object: ObjectRef | null;
  shape: readonly string[];
}

const [CAUSE, OBJECT, SHAPE] = [0.5, 0.1, 0.4];
/** Less similar incidents are not useful. The same cause is enough, and so is the same propagation with the same object. */
const MIN_SIMILARITY = 0.5;
/** How often each node's label is refined by its neighbours: two rounds distinguish a chain from a star. */
const ROUNDS = 2;

/**
 * The shape of a diagnosis's propagation graph without names: nodes by kind and edges by mechanism, with each node's label
 * refined by its neighbours (Weisfeiler-Leman), as a sorted multiset. The same problem in another namespace or workload has
 * the same shape.
 */
export function shapeOf({ chain, symptoms }: Diagnosis): string[] {
  let labels = new Map<string, string>();
  for (const { from, to } of chain) for (const object of [from, to]) labels.set(keyOf(object), object.kind);
  const shape = symptoms.map(({ object, what }) => `${object.kind}: ${what}`);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { from, to, mechanism } of chain) shape.push(`${labels.get(keyOf(from))} -${mechanism}-> ${labels.get(keyOf(to))}`);
    const previous = labels;
    labels = new Map(
      [...previous].map(([key, label]) => {
        const around = chain.flatMap(({ from, to }) => {
          if (keyOf(from) === key) return `>${previous.get(keyOf(to))}`;
          return keyOf(to) === key ? `<${previous.get(keyOf(from))}` : [];
        });
        return [key, `${label}(${[...new Set(around)].sort().join()})`];
      }),
    );
  }
  return shape.sort();
}

/** The similarity of two incidents from 0 to 1: the same cause, the same object, and the Jaccard index of their shapes. */
export function similarity(a: Comparable, b: Comparable): number {
  const isSameCause = a.code !== null && a.code === b.code;
  const isSameObject = a.object !== null && b.object !== null && keyOf(a.object) === keyOf(b.object);
  return (isSameCause ? CAUSE : 0) + (isSameObject ? OBJECT : 0) + SHAPE * jaccard(a.shape, b.shape);
}

/** At most `limit` past incidents that are similar enough, most similar first, otherwise in the given order. */
export function mostSimilar<T extends Comparable>(one: Comparable, past: readonly T[], limit: number): (T & { similarity: number })[] {
  return past
    .map((other) => ({ ...other, similarity: similarity(one, other) }))
    .filter((other) => other.similarity >= MIN_SIMILARITY)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, limit);
}

function jaccard(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [countsOf(a), countsOf(b)];
  let shared = 0;
  let all = 0;
  for (const feature of new Set([...left.keys(), ...right.keys()])) {
    const [m, n] = [left.get(feature) ?? 0, right.get(feature) ?? 0];
    shared += Math.min(m, n);
    all += Math.max(m, n);
  }
  return all === 0 ? 0 : shared / all;
}

function countsOf(features: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return counts;
}
