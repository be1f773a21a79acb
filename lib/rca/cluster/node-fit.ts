import { byText, canonical } from '#lib/kubernetes/canonical.ts';
import { dig, fields, items, text, texts } from '#lib/kubernetes/fields.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { isSelected, meetsNodeRequirement } from '#lib/kubernetes/selectors.ts';
import type { Entity } from './entities.ts';
import { type Cluster, isCordoned, type Workload } from './index.ts';
import type { Refusal } from './scheduling-verdict.ts';

/**
 * Why the nodes reject a workload's pods, derived from their state if there is no verdict: applies the scheduler's filters
 * in their order; for each node the first one that rejects counts. Empty if a node fits, or none is known.
 * Source: kubernetes/pkg/scheduler/framework/plugins (nodeunschedulable, tainttoleration, nodeaffinity, noderesources,
 * interpodaffinity).
 */
export function refusalsByState(cluster: Cluster, workload: Workload): Refusal[] {
  const found = new Map<string, Refusal>();
  for (const node of cluster.nodes) {
    const refusal = refusalOf(cluster, workload, node);
    if (!refusal) return [];
    const known = found.get(refusal.text);
    found.set(refusal.text, { ...refusal, nodes: (known?.nodes ?? 0) + 1 });
  }
  return [...found.values()].map((one) => ({ ...one, text: `${one.nodes} ${one.text}` }));
}

function refusalOf(cluster: Cluster, { template, ref }: Workload, node: Entity): Omit<Refusal, 'nodes'> | undefined {
  if (isCordoned(node)) return { code: 'scheduling.nodes_cordoned', text: 'node(s) were unschedulable' };
  const taint = taintsOf(node).find((one) => isUntolerated(template, one));
  if (taint) {
    const shown = `${taint.key}: ${taint.value}`;
    return { code: 'scheduling.taint_untolerated', text: `node(s) had untolerated taint {${shown}}`, taint: shown };
  }
  if (!admits(template, node)) return { code: 'node-affinity', text: "node(s) didn't match Pod's node affinity/selector" };
  const short = ['cpu', 'memory'].find((resource) => requestsOf(template, resource) > freeOf(cluster, node, resource));
  if (short) return { code: `scheduling.insufficient_${short}`, text: `Insufficient ${short}` };
  const isApart = items(dig(template, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution')).some((term) =>
    cluster.podsOn(node.ref.name).some((pod) => pod.ref.namespace === ref.namespace && isSelected(term.labelSelector, pod.labels)),
  );
  return isApart ? { code: 'scheduling.pod_affinity_conflict', text: "node(s) didn't match pod anti-affinity rules" } : undefined;
}

/** A taint of a node; the API omits an empty value. */
interface Taint {
  key: string;
  value: string;
  effect: string;
}

/** The taints of a node, sorted, because their order in the API has no meaning. */
export function taintsOf(node: Entity): Taint[] {
  return items(dig(node.object, 'spec', 'taints'))
    .flatMap(({ key, value, effect }) => (text(key) ? [{ key: text(key)!, value: text(value) ?? '', effect: text(effect) ?? '' }] : []))
    .sort((a, b) => byText(canonical(a), canonical(b)));
}

/** Taints that the DaemonSet controller's pods tolerate by themselves (kubernetes/pkg/controller/daemon/util/daemonset_util.go). */
const LIFECYCLE = /^node\.kubernetes\.io\//;

/** The first taint of a node that keeps the pods of a template away. Taints of the node's own state do not count. */
export function untoleratedTaint(template: Record<string, unknown>, node: Entity): Taint | undefined {
  return taintsOf(node).find((one) => !LIFECYCLE.test(one.key) && isUntolerated(template, one));
}

function isUntolerated(template: Record<string, unknown>, taint: Taint): boolean {
  return taint.effect !== 'PreferNoSchedule' && !items(template.tolerations).some((toleration) => tolerates(toleration, taint));
}

/** kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration. */
function tolerates(toleration: Record<string, unknown>, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.operator === 'Exists') return toleration.key === undefined || toleration.key === '' || toleration.key === taint.key;
  return toleration.key === taint.key && (toleration.value ?? '') === taint.value;
}

/** What the containers of a pod or template request in total; a limit without a request counts as the request. */
export function requestsOf(spec: Record<string, unknown>, resource: string): number {
  return items(spec.containers).reduce((sum, container) => {
    const { requests, limits } = fields(container.resources);
    return sum + (quantity(fields(requests)[resource]) ?? quantity(fields(limits)[resource]) ?? 0);
  }, 0);
}

function freeOf(cluster: Cluster, node: Entity, resource: string): number {
  const offered = quantity(dig(node.object, 'status', 'allocatable', resource));
  if (offered === undefined) return Number.POSITIVE_INFINITY;
  const running = cluster.podsOn(node.ref.name).filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  return running.reduce((free, pod) => free - requestsOf(pod.spec, resource), offered);
}

/** Whether a node has the labels that a template's node selector and node affinity require. */
export function admits(template: Record<string, unknown>, node: Entity): boolean {
  if (!Object.entries(texts(template.nodeSelector)).every(([name, value]) => node.labels[name] === value)) return false;
  const terms = items(dig(template, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'));
  return terms.length === 0 || terms.some((term) => items(term.matchExpressions).every((one) => meetsNodeRequirement(one, node.labels)));
}
