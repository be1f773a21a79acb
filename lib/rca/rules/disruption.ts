import { wording } from '#lib/kubernetes/canonical.ts';
import { command, kindAndName, kindSlashName, nodeName } from '#lib/kubernetes/commands.ts';
import { dig, items, number, time } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import { isSelected } from '#lib/kubernetes/selectors.ts';
import type { Entity } from '../cluster/entities.ts';
import { type Cluster, isCordoned, type Pod } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, type Hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * Evictions that a disruption budget refuses, so that a node cannot be drained.
 * Signals: "Cannot evict pod as it would violate the pod's disruption budget"; or, since the API refuses an eviction without an
 * event, a cordoned node on which only pods are left whose budgets allow no disruption.
 * Blames: the PodDisruptionBudget. Spreads: budget -> node that cannot be drained.
 * Source: kubernetes.io/docs/tasks/administer-cluster/safely-drain-node; kubernetes/pkg/registry/core/pod/storage/eviction.go.
 */
export const disruptionRule: Rule = (scene) => scene.cluster.of('PodDisruptionBudget').flatMap((budget) => blocking(scene, budget) ?? []);

/** How long a drain may take: pods end within their grace period. */
const DRAINS_MS = 60_000;

function blocking(scene: Scene, budget: Entity): Candidate | undefined {
  const { cluster } = scene;
  const status = dig(budget.object, 'status');
  if (number(dig(status, 'disruptionsAllowed')) !== 0) return undefined;
  const event = cluster.allEvents.findLast(
    ({ message, about }) =>
      /violate the pod's disruption budget|needs \d+ healthy pods and has/i.test(message) &&
      (about.namespace ?? budget.ref.namespace) === budget.ref.namespace,
  );
  const held = cluster.nodes.filter((node) => isCordoned(node) && isHeldBy(cluster, node, budget));
  if (!event && held.length === 0) return undefined;
  const cordoned = held.length > 0 ? held : cluster.nodes.filter(isCordoned);
  const isDeadlock = (number(dig(status, 'currentHealthy')) ?? 0) >= (number(dig(status, 'expectedPods')) ?? Number.POSITIVE_INFINITY);
  const evidence: Evidence[] = [
    stateEvidence(
      budget.ref,
      'status.disruptionsAllowed',
      '0',
      `It allows 0 disruptions: ${wording(dig(status, 'currentHealthy') ?? '?')} pods are healthy, ${wording(dig(status, 'desiredHealthy') ?? '?')} are required`,
    ),
    ...(event ? [eventEvidence(event)] : []),
    ...cordoned
      .slice(0, 1)
      .map(({ ref: node }) => stateEvidence(node, 'spec.unschedulable', 'true', `${shown(node)} is cordoned, as during a drain`)),
    ...held
      .slice(0, 1)
      .flatMap((node) => coveredPods(cluster, node, budget).slice(0, 1))
      .map((pod) => stateEvidence(pod.ref, 'spec.nodeName', pod.node, `${shown(pod.ref)} is still on it, and the budget covers it`)),
  ];
  const hits: Hit[] = [
    { to: budget.ref, mechanism: 'evictions refused', text: 'It refuses the eviction of the pods that it covers' },
    ...(event
      ? [{ to: ref(event.about.kind, event.about.namespace, event.about.name), mechanism: 'eviction refused', text: event.message }]
      : []),
    ...held.map(({ ref: to }) => ({ to, mechanism: 'drain held up', text: `${shown(to)} cannot be drained` })),
  ];
  const candidate: Candidate = {
    code: 'lifecycle.eviction_blocked',
    object: budget.ref,
    proof: 'state',
    // Without an event, the node may have been cordoned only.
    weight: event ? -0.04 : -0.14,
    own: true,
    summary: isDeadlock
      ? `${shown(budget.ref)} allows no disruption even while all its pods are healthy, so evictions are refused${heldText(held)}.`
      : `${shown(budget.ref)} allows no disruption, so evictions are refused${heldText(held)}.`,
    evidenceFor: evidence,
    remedies: remediesFor(cluster, budget, held, isDeadlock),
    hits,
  };
  return withChange(scene, candidate, budget.ref, ['other', 'selector']);
}

function heldText(held: readonly Entity[]): string {
  return held.length === 0 ? '' : `, and ${held.map(({ ref: node }) => shown(node)).join(', ')} cannot be drained`;
}

function coveredPods(cluster: Cluster, node: Entity, budget: Entity): Pod[] {
  return cluster.podsOn(node.ref.name).filter((pod) => isEvictable(cluster, pod) && covers(budget, pod));
}

function covers({ ref: own, object }: Entity, pod: Pod): boolean {
  return own.namespace === pod.ref.namespace && isSelected(dig(object, 'spec', 'selector'), pod.labels);
}

/** Whether a drain would evict a pod: not those of DaemonSets, of the node itself, or that have ended. */
function isEvictable(cluster: Cluster, pod: Pod): boolean {
  const isOfNode = items(dig(pod.object, 'metadata', 'ownerReferences')).some(({ kind }) => kind === 'Node' || kind === 'DaemonSet');
  const isMirror = dig(pod.object, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined;
  return (
    !isOfNode && !isMirror && pod.phase !== 'Succeeded' && pod.phase !== 'Failed' && cluster.workloadOf(pod.ref)?.ref.kind !== 'DaemonSet'
  );
}

/** Whether nothing but pods with a budget that allows no disruption is left on a cordoned node, and this budget covers one. */
function isHeldBy(cluster: Cluster, node: Entity, budget: Entity): boolean {
  const since = time(items(dig(node.object, 'spec', 'taints')).find(({ key }) => key === 'node.kubernetes.io/unschedulable')?.timeAdded);
  if (since !== undefined && cluster.now - since < DRAINS_MS) return false;
  const left = cluster.podsOn(node.ref.name).filter((pod) => isEvictable(cluster, pod));
  const strict = cluster.of('PodDisruptionBudget').filter(({ object }) => number(dig(object, 'status', 'disruptionsAllowed')) === 0);
  return left.some((pod) => covers(budget, pod)) && left.every((pod) => strict.some((one) => covers(one, pod)));
}

function remediesFor(cluster: Cluster, budget: Entity, held: readonly Entity[], isDeadlock: boolean): Advice[] {
  const [node] = held;
  const owner: ObjectRef | undefined = node && cluster.workloadOf(coveredPods(cluster, node, budget)[0]?.ref ?? budget.ref)?.ref;
  return [
    {
      text: isDeadlock
        ? 'Run one more replica than the budget requires: the drain goes on once it is ready. Scale back afterwards.'
        : 'Wait until its unhealthy pods are ready again, or find out why they are not.',
      command:
        isDeadlock && owner
          ? command`kubectl scale ${kindSlashName(owner)} --replicas=MORE`
          : command`kubectl describe ${kindAndName(budget.ref)}`,
    },
    {
      text: 'Or relax the budget (maxUnavailable 1) while the node is drained. Without it more pods may be down at once: set it back afterwards.',
      command: command`kubectl edit ${kindAndName(budget.ref)}`,
    },
    ...(node
      ? [{ text: 'To give the drain up, let pods onto the node again.', command: command`kubectl uncordon ${nodeName(node.ref.name)}` }]
      : []),
  ];
}
