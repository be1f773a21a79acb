import { byText } from '#lib/kubernetes/canonical.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import type { Ranked } from './rank.ts';
import type { Sign } from './symptoms/index.ts';
import { isCurrentFailure } from './symptoms/services.ts';
import type { BlastRadius } from './types.ts';

const MAX_AFFECTED = 200;
const SEVERITY = ['failing', 'degraded', 'at-risk'];

export const NO_BLAST: BlastRadius = { affected: [], counts: { workloads: 0, pods: 0, services: 0, namespaces: 0 } };

/**
 * What a fault reaches. Failing: the object shows a symptom. Degraded: it has lost ready pods or logs failing calls.
 * At risk: it only depends on something that fails. The worst come first, of equals the nearest.
 */
export function blastOf(cluster: Cluster, { candidate, reached }: Ranked, signs: readonly Sign[]): BlastRadius {
  const failing = new Set(signs.map(({ object }) => keyOf(object)));
  const own = keyOf(candidate.object);
  const affected = [...reached]
    .filter(([key]) => key !== own || failing.has(own))
    .map(([key, { object, hops, step }]) => ({
      key,
      object,
      hops,
      step,
      impact: failing.has(key) ? ('failing' as const) : isDegraded(cluster, object) ? ('degraded' as const) : ('at-risk' as const),
    }))
    .sort((a, b) => SEVERITY.indexOf(a.impact) - SEVERITY.indexOf(b.impact) || a.hops - b.hops || byText(a.key, b.key));
  const workloads = affected.flatMap(({ key, object }) => {
    const workload = cluster.workloadAt(object);
    return workload?.key === key ? [workload] : [];
  });
  const troubled = new Map(signs.map((sign) => [keyOf(sign.object), sign.troubles.length]));
  const pods = workloads.reduce((sum, workload) => sum + (troubled.get(workload.key) ?? 0), 0);
  const namespaces = new Set(affected.flatMap(({ object }) => object.namespace ?? []));
  return {
    affected: affected.slice(0, MAX_AFFECTED).map(({ object, hops, step, impact }) => ({
      object,
      hops,
      via: step ? { from: step.from, relation: cluster.relationBetween(step.from, step.to), mechanism: step.mechanism } : null,
      impact,
    })),
    counts: {
      workloads: workloads.length,
      pods,
      services: affected.filter(({ object }) => object.kind === 'Service').length,
      namespaces: namespaces.size,
    },
  };
}

function isDegraded(cluster: Cluster, object: ObjectRef): boolean {
  const service = cluster.serviceAt(object);
  if (service) return service.readyPods.length < service.pods.length || service.pods.length === 0;
  const workload = cluster.workloadAt(object);
  return workload !== undefined && cluster.factsOf(workload).some((fact) => isCurrentFailure(fact, cluster.now));
}
