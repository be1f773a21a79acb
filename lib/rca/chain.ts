import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import { pathTo, type Step } from './propagation.ts';
import type { Ranked } from './rank.ts';
import type { Sign } from './symptoms/index.ts';
import type { CausalEdge } from './types.ts';

const MAX_EDGES = 24;

/**
 * The steps from a cause to the signs that it explains, in the order of propagation, each object once. The step from a
 * workload to one of its failing pods represents all of them.
 */
export function chainOf(cluster: Cluster, { candidate, reached }: Ranked, signs: readonly Sign[]): CausalEdge[] {
  const steps = new Map<string, Step>();
  const add = (step: Step) => {
    const id = `${keyOf(step.from)} ${keyOf(step.to)}`;
    if (!steps.has(id)) steps.set(id, step);
  };
  const explained = signs.filter(({ object }) => reached.has(keyOf(object)));
  const hops = (sign: Sign) => reached.get(keyOf(sign.object))?.hops ?? 0;
  for (const sign of explained.toSorted((a, b) => hops(a) - hops(b) || byText(keyOf(a.object), keyOf(b.object)))) {
    for (const step of pathTo(reached, sign.object)) add(step);
    const [trouble] = sign.troubles;
    const pod = trouble?.pod ?? sign.workload?.pods[0] ?? sign.workload?.replicaSets[0];
    if (!pod || pod.key === keyOf(sign.object)) continue;
    const direct = candidate.hits.find(({ to }) => keyOf(to) === keyOf(sign.object));
    const isRoot = keyOf(sign.object) === keyOf(candidate.object);
    const what = trouble?.what ?? sign.what;
    add({
      from: sign.object,
      to: pod.ref,
      mechanism: isRoot && direct ? direct.mechanism : what,
      text: isRoot && direct ? direct.text : `${pod.ref.name}: ${what}`,
    });
  }
  // The cause has no visible consequence yet: show what it would reach next.
  if (steps.size === 0) {
    for (const { step, hops: far } of reached.values()) {
      if (step && far <= 2) add(step);
      // The nearest come first, so those that follow would be cut off below.
      if (steps.size >= MAX_EDGES) break;
    }
  }
  const depth = ({ from, to }: Step) => reached.get(keyOf(to))?.hops ?? (reached.get(keyOf(from))?.hops ?? 0) + 1;
  return [...steps.values()]
    .toSorted((a, b) => depth(a) - depth(b))
    .slice(0, MAX_EDGES)
    .map(({ from, to, mechanism, text }) => ({ from, to, relation: cluster.relationBetween(from, to), mechanism, text }));
}
