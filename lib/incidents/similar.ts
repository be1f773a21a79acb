import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Diagnosis, ObjectRef } from '#lib/rca/types.ts';

/** What comparing needs of an incident. `code` and `object` are what people said was right, where they said so. */
export interface Comparable {
  code: string | null;
  object: ObjectRef | null;
  shape: readonly string[];
}

const [CAUSE, OBJECT, SHAPE] = [0.5, 0.1, 0.4];
/** Below this two incidents are no help for each other: the same cause reaches it, the same way of spreading on the same object too. */
const LEAST = 0.5;
/** How often a node's name takes in its neighbours': two steps tell a chain from a star. */
const ROUNDS = 2;

/**
 * The shape of a diagnosis's propagation graph, free of names: its nodes by kind and its edges by mechanism, each node
 * named anew by what stands around it (Weisfeiler and Leman's refinement), as a sorted multiset. The same trouble in
 * another namespace or workload has the same shape.
 */
export function shapeOf({ chain, symptoms }: Diagnosis): string[] {
  let names = new Map<string, string>();
  for (const { from, to } of chain) for (const object of [from, to]) names.set(keyOf(object), object.kind);
  const shape = symptoms.map(({ object, what }) => `${object.kind}: ${what}`);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { from, to, mechanism } of chain) shape.push(`${names.get(keyOf(from))} -${mechanism}-> ${names.get(keyOf(to))}`);
    const before = names;
    names = new Map(
      [...before].map(([key, name]) => {
        const around = chain.flatMap(({ from, to }) => {
          if (keyOf(from) === key) return `>${before.get(keyOf(to))}`;
          return keyOf(to) === key ? `<${before.get(keyOf(from))}` : [];
        });
        return [key, `${name}(${[...new Set(around)].sort().join()})`];
      }),
    );
  }
  return shape.sort();
}

/** How alike two incidents are, 0 to 1: the same cause, the same object, and what their shapes share (multiset Jaccard). */
export function similarity(a: Comparable, b: Comparable): number {
  const isSameCause = a.code !== null && a.code === b.code;
  const isSameObject = a.object !== null && b.object !== null && keyOf(a.object) === keyOf(b.object);
  return (isSameCause ? CAUSE : 0) + (isSameObject ? OBJECT : 0) + SHAPE * jaccard(a.shape, b.shape);
}

/** The past incidents most like this one, most alike first (then in their given order); at most `most`, none that is no help. */
export function mostSimilar<T extends Comparable>(one: Comparable, past: readonly T[], most: number): (T & { similarity: number })[] {
  return past
    .map((other) => ({ ...other, similarity: similarity(one, other) }))
    .filter((other) => other.similarity >= LEAST)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, most);
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
