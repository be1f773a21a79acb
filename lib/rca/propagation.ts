import { text } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import { type Cluster, isNodeReady, type Service } from './cluster/index.ts';
import { servedBy } from './cluster/platform-dependants.ts';
import { configurationOf, configurationsCalling, hookCalled } from './cluster/webhooks.ts';
import type { Candidate } from './rule.ts';
import { ingressesTo } from './symptoms/services.ts';
import { refusalOf } from './symptoms/workloads.ts';
import type { CausalEdge } from './types.ts';

/** A step of a fault from an object to one that depends on it. The relation in the graph is looked up where a step is shown. */
export type Step = Omit<CausalEdge, 'relation'>;

/** An object that a fault reaches, with the step that led there. */
export interface Reached {
  object: ObjectRef;
  hops: number;
  /** The last step; undefined for the object at fault itself. */
  step: Step | undefined;
}

const MAX_HOPS = 6;

/**
 * Every object that a candidate's fault can reach, nearest first: what it hits directly, then from each object to its
 * dependants: node -> workloads, workload -> Services, Service -> callers and Ingresses. `steps` remembers the steps from each
 * object, which are the same for all candidates of a cluster.
 */
export function reachOf(
  cluster: Cluster,
  candidate: Pick<Candidate, 'object' | 'hits'>,
  steps: Map<string, Step[]> = new Map(),
): Map<string, Reached> {
  const found = new Map<string, Reached>([[keyOf(candidate.object), { object: candidate.object, hops: 0, step: undefined }]]);
  let front: ObjectRef[] = [];
  for (const { to, mechanism, text: how } of candidate.hits) {
    if (keyOf(to) === keyOf(candidate.object)) front.push(to);
    else if (!found.has(keyOf(to))) {
      found.set(keyOf(to), {
        object: to,
        hops: 1,
        step: { from: candidate.object, to, mechanism, text: how },
      });
      front.push(to);
    }
  }
  for (let hops = 1; hops <= MAX_HOPS && front.length > 0; hops++) {
    const next: ObjectRef[] = [];
    for (const from of front) {
      const key = keyOf(from);
      const onward = steps.get(key) ?? stepsFrom(cluster, from);
      steps.set(key, onward);
      for (const step of onward) {
        const reached = keyOf(step.to);
        if (found.has(reached)) continue;
        found.set(reached, { object: step.to, hops: (found.get(key)?.hops ?? 0) + 1, step });
        next.push(step.to);
      }
    }
    front = next;
  }
  return found;
}

/** What fails next when an object fails. */
function stepsFrom(cluster: Cluster, from: ObjectRef): Step[] {
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
      ...configurationsCalling(cluster, from).map(({ ref: to }) => ({
        from,
        to,
        mechanism: 'webhook fails',
        text: `${shown(to)} calls ${shown(from)} to admit objects`,
      })),
    ];
  }
  if (/WebhookConfiguration$/.test(from.kind)) return refusedBy(cluster, from);
  if (from.kind === 'Node') {
    const owners = new Map(
      cluster
        .podsOn(from.name)
        .flatMap((pod) => cluster.workloadOf(pod.ref) ?? [])
        .map((owner) => [owner.key, owner]),
    );
    const running = [...owners.values()].map((owner) => ({
      from,
      to: owner.ref,
      mechanism: 'runs on',
      text: `${shown(owner.ref)} has pods on ${shown(from)}`,
    }));
    return [...running, ...keptOut(cluster, from).filter(({ to }) => !owners.has(keyOf(to)))];
  }
  const workload = cluster.workloadAt(from);
  if (!workload || workload.key !== keyOf(from)) return [];
  const served = servedBy(cluster, workload).map((dependant) => ({ from, ...dependant }));
  return [...cluster.servicesOf(workload).map((service) => ({ from, to: service.ref, ...effectOn(service) })), ...served];
}

/** The mechanism of a step from a node that is not ready to what waits for a node. */
export const NO_NODE = 'not scheduled';

/** The taints by which the node lifecycle controller keeps pods off a node that is down, as the scheduler names them. */
const TAINT_OF_DOWN = /node\.kubernetes\.io\/(?:not-ready|unreachable|network-unavailable)/;

/** The workloads whose pods the scheduler places nowhere, as it says because nodes are not ready, if this node is one of them. */
function keptOut(cluster: Cluster, from: ObjectRef): Step[] {
  const node = cluster.nodes.find(({ ref }) => ref.name === from.name);
  if (!node || isNodeReady(node) !== false) return [];
  return cluster.workloads.flatMap(({ ref: to, pods }) => {
    const isWaiting = pods.some(
      (pod) => pod.node === undefined && TAINT_OF_DOWN.test(text(condition(pod.object, 'PodScheduled')?.message) ?? ''),
    );
    return isWaiting ? [{ from, to, mechanism: NO_NODE, text: `${shown(to)} waits for a node, and ${shown(from)} is not ready` }] : [];
  });
}

/** What a Service with a failing workload behind it suffers now. */
function effectOn({ ref: own, readyPods, pods }: Service): Pick<Step, 'mechanism' | 'text'> {
  if (readyPods.length === 0) return { mechanism: 'no endpoints', text: `${shown(own)} has no ready pods left` };
  if (readyPods.length < pods.length)
    return { mechanism: 'fewer endpoints', text: `${shown(own)} has ${readyPods.length} of ${pods.length} pods ready` };
  return { mechanism: 'still served', text: `${shown(own)} still has all of its ${pods.length} pods ready` };
}

/** The workloads whose pods the webhooks of a configuration do not admit because they cannot be called. */
function refusedBy(cluster: Cluster, from: ObjectRef): Step[] {
  return cluster.workloads.flatMap((workload) => {
    const message = refusalOf(cluster, workload);
    const call = message === undefined ? undefined : hookCalled(message);
    const configuration = call && configurationOf(cluster, call);
    if (message === undefined || !configuration || keyOf(configuration.ref) !== keyOf(from)) return [];
    return [{ from, to: workload.ref, mechanism: 'admission webhook fails', text: message }];
  });
}

/** The steps from the object at fault to a reached one, in order. */
export function pathTo(reached: Map<string, Reached>, target: ObjectRef): Step[] {
  const path: Step[] = [];
  let at = reached.get(keyOf(target));
  while (at?.step && path.length <= MAX_HOPS + 1) {
    path.unshift(at.step);
    at = reached.get(keyOf(at.step.from));
  }
  return path;
}
