import { type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import { clusterOf } from '#lib/rca/cluster/index.ts';
import type { CausalEdge, Snapshot, Window } from '#lib/rca/types.ts';

/**
 * How well a chain names the way that a failure took. A truth lists the steps as `Kind/namespace/name > Kind/namespace/name`
 * (`Kind/name` without a namespace), from the cause to what it makes fail. A pod stands for its workload, and a Service for the
 * workload behind it: a truth need not say whether a chain shows these in between.
 */
export interface ChainScore {
  /** Steps that are both in the chain and in the truth. */
  right: number;
  found: number;
  wanted: number;
}

/** Compares a chain with its truth. Throws an Error for a step of the truth that is not of the form above. */
export function scoreChain(
  chain: readonly Pick<CausalEdge, 'from' | 'to'>[],
  truth: readonly string[],
  snapshot: Snapshot,
  window: Window,
): ChainScore {
  const cluster = clusterOf(snapshot, window);
  const nameOf = (object: ObjectRef): string => {
    const { kind, namespace, name } = cluster.workloadAt(object)?.ref ?? cluster.serviceAt(object)?.workloads[0]?.ref ?? object;
    return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
  };
  const stepsOf = (edges: readonly { from: ObjectRef; to: ObjectRef }[]) =>
    new Set(edges.map(({ from, to }) => [nameOf(from), nameOf(to)]).flatMap(([from, to]) => (from === to ? [] : [`${from} > ${to}`])));
  const [found, wanted] = [stepsOf(chain), stepsOf(truth.map(stepOf))];
  return { right: [...found].filter((step) => wanted.has(step)).length, found: found.size, wanted: wanted.size };
}

/** Precision and recall over several chains: the share of the steps that are right, and of the wanted ones that were found. */
export function precisionAndRecall(scores: readonly ChainScore[]): { precision: number; recall: number } {
  const sum = (count: (one: ChainScore) => number) => scores.reduce((total, one) => total + count(one), 0);
  const right = sum((one) => one.right);
  return {
    precision:
      right /
      Math.max(
        1,
        sum(({ found }) => found),
      ),
    recall:
      right /
      Math.max(
        1,
        sum(({ wanted }) => wanted),
      ),
  };
}

function stepOf(step: string): { from: ObjectRef; to: ObjectRef } {
  const [from, to, ...more] = step.split(' > ').map(objectOf);
  if (!from || !to || more.length > 0) throw new Error(`the step "${step}" is not of the form Kind/namespace/name > Kind/namespace/name`);
  return { from, to };
}

function objectOf(text: string): ObjectRef | undefined {
  const parts = text.split('/');
  if (parts.length < 2 || parts.length > 3 || parts.includes('')) return undefined;
  return ref(parts[0]!, parts.length === 3 ? parts[1] : undefined, parts.at(-1)!);
}
