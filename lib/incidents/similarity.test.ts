import { describe, expect, it } from 'vitest';
import type { CausalEdge, Diagnosis } from '#lib/rca/types.ts';
import { type Comparable, mostSimilar, shapeOf, similarity } from './similarity.ts';

const edge = (from: [string, string], to: [string, string], mechanism: string): CausalEdge => ({
  from: { kind: from[0], namespace: 'shop', name: from[1] },
  to: { kind: to[0], namespace: 'shop', name: to[1] },
  relation: null,
  mechanism,
  text: '',
});

/** A failing workload that causes its Service and `callers` to fail; all names start with the prefix. */
function spread(prefix: string, callers: number): Diagnosis {
  const [workload, service]: [string, string][] = [
    ['Deployment', `${prefix}-app`],
    ['Service', `${prefix}-svc`],
  ];
  const chain = [
    edge(workload as [string, string], service as [string, string], 'no endpoints'),
    ...Array.from({ length: callers }, (_, i) => edge(service as [string, string], ['Deployment', `${prefix}-caller-${i}`], 'calls fail')),
  ];
  return {
    verdict: 'incident',
    reason: '',
    symptoms: [{ object: chain[0]?.from as CausalEdge['from'], what: 'CrashLoopBackOff', message: '' }],
    causes: [],
    chain,
    blastRadius: { affected: [], counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 } },
    timeline: [],
    gaps: [],
  };
}

const comparable = (diagnosis: Diagnosis, code: string | null = 'app.crash', name = 'a'): Comparable => ({
  code,
  object: { kind: 'Deployment', namespace: 'shop', name },
  shape: shapeOf(diagnosis),
});

describe('similar incidents', () => {
  it('have the same shape whatever their objects are called, and a different one if they propagate differently', () => {
    expect(shapeOf(spread('cart', 2))).toEqual(shapeOf(spread('mail', 2)));
    expect(shapeOf(spread('cart', 2))).not.toEqual(shapeOf(spread('cart', 1)));
  });

  it('are fully similar with the same cause, object and shape, and less with each difference', () => {
    const one = comparable(spread('cart', 2));
    expect(similarity(one, comparable(spread('mail', 2)))).toBeCloseTo(1);
    expect(similarity(one, comparable(spread('mail', 2), 'app.crash', 'b'))).toBeCloseTo(0.9);
    expect(similarity(one, comparable(spread('mail', 2), 'oom.limit_too_low'))).toBeCloseTo(0.5);
    expect(similarity(one, comparable(spread('mail', 5)))).toBeLessThan(0.9);
    expect(similarity(comparable(spread('a', 1), null), comparable(spread('a', 1), null))).toBeCloseTo(0.5);
  });

  it('are returned most similar first, without those that share neither cause nor propagation', () => {
    const past = [
      { id: 'other', ...comparable(spread('x', 0), 'node.kubelet_down', 'x') },
      { id: 'cause', ...comparable(spread('x', 7), 'app.crash', 'x') },
      { id: 'same', ...comparable(spread('x', 2), 'app.crash', 'a') },
    ];
    expect(mostSimilar(comparable(spread('cart', 2)), past, 5).map(({ id }) => id)).toEqual(['same', 'cause']);
    expect(mostSimilar(comparable(spread('cart', 2)), past, 1).map(({ id }) => id)).toEqual(['same']);
  });
});
