import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import { pathTo } from './propagation.ts';
import type { Ranked } from './rank.ts';
import type { Sign } from './symptoms/index.ts';
import type { CausalEdge } from './types.ts';

const MAX_EDGES = 24;

/**
 * The steps from a cause to the signs that it explains, in the order of propagation, each object once. The step from a
 * workload to one of its failing pods represents all of them.
 */
export function chainOf(cluster: Cluster, { candidate, reached }: Ranked, signs: readonly Sign[]): CausalEdge[] {
  const edges = new Map<string, CausalEdge>();
  const add = (edge: CausalEdge) => {
    const id = `${keyOf(edge.from)} ${keyOf(edge.to)}`;
    if (!edges.has(id)) edges.set(id, edge);
  };
  const explained = signs.filter(({ object }) => reached.has(keyOf(object)));
  const hops = (sign: Sign) => reached.get(keyOf(sign.object))?.hops ?? 0;
  for (const sign of explained.toSorted((a, b) => hops(a) - hops(b) || byText(keyOf(a.object), keyOf(b.object)))) {
    for (const edge of pathTo(reached, sign.object)) add(edge);
    const [trouble] = sign.troubles;
    const pod = trouble?.pod ?? sign.workload?.pods[0] ?? sign.workload?.replicaSets[0];
    if (!pod || pod.key === keyOf(sign.object)) continue;
    const direct = candidate.hits.find(({ to }) => keyOf(to) === keyOf(sign.object));
    const isRoot = keyOf(sign.object) === keyOf(candidate.object);
    const what = trouble?.what ?? sign.what;
    add({
      from: sign.object,
      to: pod.ref,
      relation: cluster.relationBetween(sign.object, pod.ref),
      mechanism: isRoot && direct ? direct.mechanism : what,
      text: isRoot && direct ? direct.text : `${pod.ref.name}: ${what}`,
    });
  }
  // The cause has no visible consequence yet: show what it would reach next.
  if (edges.size === 0) for (const { edge, hops: far } of reached.values()) if (edge && far <= 2) add(edge);
  const depth = (edge: CausalEdge) => reached.get(keyOf(edge.to))?.hops ?? (reached.get(keyOf(edge.from))?.hops ?? 0) + 1;
  return [...edges.values()].toSorted((a, b) => depth(a) - depth(b)).slice(0, MAX_EDGES);
}
