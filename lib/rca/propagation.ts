import { keyOf, type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Cluster } from './cluster/index.ts';
import type { Candidate } from './rule.ts';
import { ingressesTo } from './symptoms/services.ts';
import type { CausalEdge } from './types.ts';

/** An object that a fault reaches, with the step that led there. */
export interface Reached {
  object: ObjectRef;
  hops: number;
  /** The last step; undefined for the object at fault itself. */
  edge: CausalEdge | undefined;
}

const MAX_HOPS = 6;

/**
 * Every object that a candidate's fault can reach, nearest first: what it hits directly, then from each object to its
 * dependants: node -> workloads, workload -> Services, Service -> callers and Ingresses.
 */
export function reachOf(cluster: Cluster, candidate: Pick<Candidate, 'object' | 'hits'>): Map<string, Reached> {
  const found = new Map<string, Reached>([[keyOf(candidate.object), { object: candidate.object, hops: 0, edge: undefined }]]);
  let front: ObjectRef[] = [];
  for (const { to, mechanism, text } of candidate.hits) {
    if (keyOf(to) === keyOf(candidate.object)) front.push(to);
    else if (!found.has(keyOf(to))) {
      found.set(keyOf(to), {
        object: to,
        hops: 1,
        edge: { from: candidate.object, to, relation: cluster.relationBetween(candidate.object, to), mechanism, text },
      });
      front.push(to);
    }
  }
  for (let hops = 1; hops <= MAX_HOPS && front.length > 0; hops++) {
    const next: ObjectRef[] = [];
    for (const from of front)
      for (const edge of stepsFrom(cluster, from)) {
        if (found.has(keyOf(edge.to))) continue;
        found.set(keyOf(edge.to), { object: edge.to, hops: (found.get(keyOf(from))?.hops ?? 0) + 1, edge });
        next.push(edge.to);
      }
    front = next;
  }
  return found;
}

/** What fails next when an object fails. */
function stepsFrom(cluster: Cluster, from: ObjectRef): CausalEdge[] {
  return dependantsOf(cluster, from).map((step) => ({ ...step, relation: cluster.relationBetween(step.from, step.to) }));
}

function dependantsOf(cluster: Cluster, from: ObjectRef): Omit<CausalEdge, 'relation'>[] {
  if (from.kind === 'Service') {
    const service = cluster.serviceAt(from);
    if (!service) return [];
    return [
      ...cluster
        .callersOf(service)
        .map((caller) => ({ from, to: caller.ref, mechanism: 'calls fail', text: `${shown(caller.ref)} calls ${shown(from)}` })),
      ...ingressesTo(cluster, service).map((ingress) => ({
        from,
        to: ingress.ref,
        mechanism: 'backend fails',
        text: `${shown(ingress.ref)} routes to ${shown(from)}`,
      })),
    ];
  }
  if (from.kind === 'Node') {
    const owners = new Map(
      cluster
        .podsOn(from.name)
        .flatMap((pod) => cluster.workloadOf(pod.ref) ?? [])
        .map((owner) => [owner.key, owner]),
    );
    return [...owners.values()].map((owner) => ({
      from,
      to: owner.ref,
      mechanism: 'runs on',
      text: `${shown(owner.ref)} has pods on ${shown(from)}`,
    }));
  }
  const workload = cluster.workloadAt(from);
  if (!workload || workload.key !== keyOf(from)) return [];
  return cluster.servicesOf(workload).map((service) => ({
    from,
    to: service.ref,
    mechanism: service.readyPods.length === 0 ? 'no endpoints' : 'fewer endpoints',
    text:
      service.readyPods.length === 0
        ? `${shown(service.ref)} has no ready pods left`
        : `${shown(service.ref)} has ${service.readyPods.length} of ${service.pods.length} pods ready`,
  }));
}

/** The steps from the object at fault to a reached one, in order. */
export function pathTo(reached: Map<string, Reached>, target: ObjectRef): CausalEdge[] {
  const path: CausalEdge[] = [];
  let at = reached.get(keyOf(target));
  while (at?.edge && path.length <= MAX_HOPS + 1) {
    path.unshift(at.edge);
    at = reached.get(keyOf(at.edge.from));
  }
  return path;
}
