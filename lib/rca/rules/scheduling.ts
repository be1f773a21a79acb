import { command, fixed, kindAndName, labelSelector, qualifiedName } from '#lib/kubernetes/commands.ts';
import { dig, fields, items, number, text, texts, words } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { quantity } from '#lib/kubernetes/quantity.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Aspect } from '../cluster/changes.ts';
import type { Entity } from '../cluster/entities.ts';
import { type Cluster, isCordoned, isNodeReady, type Workload } from '../cluster/index.ts';
import { admits, refusalsByState, requestsOf, taintsOf } from '../cluster/node-fit.ts';
import { devicePluginsFor } from '../cluster/platform-dependants.ts';
import { parseSchedulingMessage, type Refusal } from '../cluster/scheduling-verdict.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, hit, type Rule, recentChange, type Scene, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';
import { displacementOf } from './preemption.ts';

/**
 * Pods that no node can run.
 * Signals: PodScheduled=False Unschedulable, event FailedScheduling "0/4 nodes are available: 1 node(s) had untolerated
 * taint {k: v}, 3 Insufficient cpu."; each clause names a filter and how many nodes it rejected.
 * Blames: the workload whose requests, selector, affinity or tolerations no node meets. It yields to the fault of a node
 * that is down.
 * Sources: kubernetes/pkg/scheduler/framework/plugins/* (the reasons), framework/types.go FitError;
 * kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node, taint-and-toleration.
 */
export const schedulingRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const trouble = troubles.find(({ what }) => what === 'Unschedulable');
    return workload && trouble ? candidates(scene, workload, trouble) : [];
  });

/** The volume, not the pod, restricts the nodes (plugins/volumebinding, volumezone). */
const OF_VOLUME = /volume node affinity|no available volume zone/i;

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

const ASPECTS: Record<string, Aspect[]> = {
  'scheduling.insufficient_cpu': ['resources', 'replicas'],
  'scheduling.insufficient_memory': ['resources', 'replicas'],
  'scheduling.insufficient_other_resource': ['resources', 'ports', 'replicas'],
  'scheduling.taint_untolerated': ['tolerations', 'node-selector', 'affinity'],
  'scheduling.nodes_cordoned': ['node-selector', 'affinity'],
  'scheduling.pod_affinity_conflict': ['affinity', 'replicas'],
  'scheduling.node_selector_mismatch': ['node-selector'],
  'scheduling.node_affinity_mismatch': ['affinity'],
};

function candidates(scene: Scene, workload: Workload, trouble: PodTrouble): Candidate[] {
  const event = scene.cluster.eventsAbout(trouble.pod.ref).findLast(({ reason }) => reason === 'FailedScheduling');
  const message = text(condition(trouble.pod.object, 'PodScheduled')?.message) ?? event?.message;
  const evidence: Evidence = event
    ? eventEvidence(event)
    : stateEvidence(
        trouble.pod.ref,
        'status.conditions[PodScheduled].message',
        message ?? 'Unschedulable',
        `The scheduler reports for ${trouble.pod.ref.name}: ${message ?? 'Unschedulable'}`,
      );
  const refusals = message === undefined ? refusalsByState(scene.cluster, workload) : parseSchedulingMessage(message).refusals;
  const relevant = refusals.filter((one) => !isPermanent(scene.cluster, workload, one));
  // If there is no other reason, the permanent ones are the cause.
  return refine(scene, workload, relevant.some(({ code }) => code !== undefined) ? relevant : refusals).map((refusal, index) => {
    const code = refusal.code!;
    const down = downNodes(scene.cluster);
    const change = recentNodeChange(scene, code);
    const plugins = devicePluginsFor(scene.cluster, refusal.text);
    const deeper = [...(isOversized(scene.cluster, workload, code) ? [] : down.map(({ ref }) => ref)), ...plugins];
    const isOfVolume = OF_VOLUME.test(refusal.text);
    const displaced = code.startsWith('scheduling.insufficient_') ? displacementOf(scene.cluster, workload) : undefined;
    const candidate: Candidate = {
      code,
      ...(isOfVolume && { title: 'Volume can be used on other nodes only' }),
      ...(displaced && { title: 'Displaced by pods of higher priority' }),
      object: workload.ref,
      proof: 'state',
      weight: -0.05 * index,
      own: true,
      summary: sentence(
        displaced
          ? `${shown(workload.ref)} had to make room for ${displaced.who}, and no other node can run its pods: ${refusal.text}`
          : `No node can run the pods of ${shown(workload.ref)}: ${refusal.text}`,
      ),
      evidenceFor: [evidence, ...(displaced?.evidence ?? []), ...stateOf(scene.cluster, workload, trouble, refusal)],
      evidenceAgainst: otherReasons(refusals, refusal, trouble),
      remedies: isOfVolume
        ? volumeRemedies(scene.cluster, workload)
        : [...(displaced?.remedies ?? []), ...remediesFor(scene.cluster, code, workload, refusal)],
      hits: [hit(workload, 'not scheduled', `The scheduler finds no suitable node: ${refusal.text}`)],
      ...(trouble.since !== undefined && { onset: trouble.since }),
      ...(deeper.length > 0 && { yieldsTo: deeper }),
    };
    return change ? { ...candidate, change } : withChange(scene, candidate, workload.ref, ASPECTS[code] ?? []);
  });
}

/**
 * Whether a refusal is permanent and says nothing about the fault: a control-plane node always keeps workloads away with
 * its taint or cordon. Such a refusal counts only if the other nodes do not explain why the pod is waiting.
 */
function isPermanent(cluster: Cluster, workload: Workload, refusal: Refusal): boolean {
  if (refusal.code === 'scheduling.taint_untolerated' && /control-plane|node-role\.kubernetes\.io\/master/.test(refusal.taint ?? ''))
    return true;
  if (refusal.code !== 'scheduling.nodes_cordoned') return false;
  const cordoned = cluster.nodes.filter(isCordoned);
  return (
    cordoned.length > 0 &&
    cordoned.length <= refusal.nodes &&
    cordoned.every((node) => isControlPlane(node)) &&
    workload.ref.kind !== 'DaemonSet'
  );
}

export function isControlPlane(node: Entity): boolean {
  return Object.entries(node.labels).some(
    ([name, value]) =>
      name === 'node-role.kubernetes.io/control-plane' ||
      name === 'node-role.kubernetes.io/master' ||
      (name === 'kubernetes.io/role' && /^(master|control-plane)$/.test(value)),
  );
}

/**
 * Replaces "node affinity/selector" by the one that the template uses, and puts the most likely cause first: if some node
 * has the labels that the pod asks for, the reason why that node was rejected; if none has, the selector. Then the reason
 * that rejected most nodes.
 */
function refine(scene: Scene, workload: Workload, refusals: readonly Refusal[]): Refusal[] {
  const { template } = workload;
  const { nodes } = scene.cluster;
  const isChosen = nodes.some((node) => admits(template, node));
  const known = refusals.flatMap((refusal) => {
    if (refusal.code === undefined) return [];
    return [{ ...refusal, code: refusal.code === 'node-affinity' ? affinityCode(scene.cluster, template) : refusal.code }];
  });
  const isOfNode = (code: string) => code === 'scheduling.node_selector_mismatch' || code === 'scheduling.node_affinity_mismatch';
  // The filters run in order (taints, selector, then resources and pods): the node that failed last was the closest to fitting.
  const unknownNodes = ({ code }: Refusal) => (isOfNode(code!) || code === 'scheduling.taint_untolerated' ? 1 : 0);
  const order = (refusal: Refusal) => (nodes.length === 0 ? unknownNodes(refusal) : isOfNode(refusal.code!) === isChosen ? 1 : 0);
  return known.toSorted((a, b) => order(a) - order(b) || b.nodes - a.nodes || (a.code! < b.code! ? -1 : 1));
}

/** Which of the two prevents scheduling: the one that no node satisfies. */
function affinityCode(cluster: Cluster, template: Record<string, unknown>): string {
  const selector = texts(template.nodeSelector);
  const required = fields(dig(template, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'));
  const hasAffinity = items(required.nodeSelectorTerms).length > 0;
  if (Object.keys(selector).length === 0) return hasAffinity ? 'scheduling.node_affinity_mismatch' : 'scheduling.node_selector_mismatch';
  if (!hasAffinity) return 'scheduling.node_selector_mismatch';
  const selectorFits = cluster.nodes.some((node) => Object.entries(selector).every(([name, value]) => node.labels[name] === value));
  return selectorFits ? 'scheduling.node_affinity_mismatch' : 'scheduling.node_selector_mismatch';
}

/** Nodes that accept no pods because of their own fault: the node controller taints nodes that are not ready or under pressure. */
function downNodes(cluster: Cluster): Entity[] {
  return cluster.nodes.filter(
    (node) => isNodeReady(node) === false || PRESSURES.some((type) => condition(node.object, type)?.status === 'True'),
  );
}

/** Whether the pod would not fit on any node even if it were empty: then the failure of another node does not explain it. */
function isOversized(cluster: Cluster, workload: Workload, code: string): boolean {
  const resource = code === 'scheduling.insufficient_cpu' ? 'cpu' : code === 'scheduling.insufficient_memory' ? 'memory' : undefined;
  if (!resource) return code !== 'scheduling.taint_untolerated' && code !== 'scheduling.insufficient_other_resource';
  const wanted = requestsOf(workload.template, resource);
  return cluster.nodes.every(
    (node) => (quantity(dig(node.object, 'status', 'allocatable', resource)) ?? Number.POSITIVE_INFINITY) < wanted,
  );
}

/** The state behind the scheduler's verdict: the request and what the nodes have, the taint, or the selector. */
function stateOf(cluster: Cluster, workload: Workload, trouble: PodTrouble, refusal: Refusal): Evidence[] {
  const resource =
    refusal.code === 'scheduling.insufficient_cpu' ? 'cpu' : refusal.code === 'scheduling.insufficient_memory' ? 'memory' : undefined;
  if (resource) {
    const wanted = items(workload.template.containers).flatMap(
      (container) => text(dig(container, 'resources', 'requests', resource)) ?? [],
    );
    const most = cluster.nodes.map((node) => text(dig(node.object, 'status', 'allocatable', resource))).filter((one) => one !== undefined);
    const largest = most.toSorted((a, b) => (quantity(b) ?? 0) - (quantity(a) ?? 0))[0];
    if (wanted.length === 0) return [];
    return [
      stateEvidence(
        workload.ref,
        `spec.template.spec.containers[].resources.requests.${resource}`,
        wanted.join(' + '),
        `The pod requests ${wanted.join(' + ')} ${resource}${largest ? `; the largest node offers ${largest} in total` : ''}`,
      ),
    ];
  }
  if (refusal.code === 'scheduling.taint_untolerated')
    return cluster.nodes
      .flatMap((node) => taintsOf(node).map((taint) => ({ node, taint })))
      .filter(({ taint }) => taint.effect !== 'PreferNoSchedule' && (refusal.taint ?? '').startsWith(taint.key))
      .slice(0, 3)
      .map(({ node, taint }) =>
        stateEvidence(
          node.ref,
          'spec.taints',
          { key: taint.key, ...(taint.value && { value: taint.value }), effect: taint.effect },
          `Node ${node.ref.name} has the taint ${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}, which ${shown(workload.ref)} does not tolerate`,
        ),
      );
  if (/free ports/.test(refusal.text)) return portHolders(cluster, workload);
  if (refusal.code === 'scheduling.nodes_cordoned')
    return cluster.nodes
      .filter(isCordoned)
      .slice(0, 3)
      .map((node) => stateEvidence(node.ref, 'spec.unschedulable', true, `Node ${node.ref.name} is cordoned`));
  if (refusal.code === 'scheduling.node_selector_mismatch')
    return [
      stateEvidence(
        workload.ref,
        'spec.template.spec.nodeSelector',
        trouble.pod.spec.nodeSelector ?? workload.template.nodeSelector,
        `The node selector requires ${lackingLabels(cluster, workload).join(', ') || 'labels'}, which no suitable node has`,
      ),
    ];
  if (refusal.code === 'scheduling.node_affinity_mismatch' || refusal.code === 'scheduling.pod_affinity_conflict')
    return [
      stateEvidence(
        workload.ref,
        'spec.template.spec.affinity',
        workload.template.affinity ?? workload.template.topologySpreadConstraints,
        'The affinity or spread rules of the pod cannot be met',
      ),
    ];
  return [];
}

/** Who holds the host ports that a pod asks for. */
function portHolders(cluster: Cluster, workload: Workload): Evidence[] {
  const wanted = new Set(hostPortsOf(workload.template));
  return cluster.workloads
    .flatMap((one) => one.pods)
    .filter(({ node, phase }) => node !== undefined && phase !== 'Succeeded' && phase !== 'Failed')
    .flatMap((pod) => hostPortsOf(pod.spec).flatMap((port) => (wanted.has(port) ? [{ pod, port }] : [])))
    .slice(0, 3)
    .map(({ pod, port }) =>
      stateEvidence(pod.ref, 'spec.containers[].ports[].hostPort', String(port), `${shown(pod.ref)} uses port ${port} of node ${pod.node}`),
    );
}

function hostPortsOf(spec: Record<string, unknown>): number[] {
  return items(spec.containers).flatMap((container) => items(container.ports).flatMap(({ hostPort }) => number(hostPort) ?? []));
}

function otherReasons(refusals: readonly Refusal[], chosen: Refusal, trouble: PodTrouble): Evidence[] {
  const others = refusals.filter((one) => one.text !== chosen.text).map((one) => one.text);
  return others.length === 0
    ? []
    : [
        stateEvidence(
          trouble.pod.ref,
          'status.conditions[PodScheduled].message',
          others.join(', '),
          `Other nodes were rejected for other reasons: ${others.join(', ')}`,
        ),
      ];
}

function recentNodeChange(scene: Scene, code: string) {
  const aspects: Aspect[] =
    code === 'scheduling.taint_untolerated'
      ? ['taints']
      : code === 'scheduling.nodes_cordoned'
        ? ['cordon']
        : code.startsWith('scheduling.node_')
          ? ['labels']
          : [];
  if (aspects.length === 0) return undefined;
  return scene.cluster.nodes.map((node) => recentChange(scene, node.ref, aspects)).find((change) => change !== undefined);
}

/** The labels of the node selector that no node has, as `key=value`; all of them if each is on some node. */
function lackingLabels({ nodes }: Cluster, { template }: Workload): string[] {
  const wanted = Object.entries(texts(template.nodeSelector));
  const lacking = wanted.filter(([name, value]) => !nodes.some((node) => node.labels[name] === value));
  return (lacking.length > 0 ? lacking : wanted).map(([name, value]) => `${name}=${value}`);
}

/** What to do about a volume that the nodes on which the pod may run cannot use: where it can be used. */
function volumeRemedies(cluster: Cluster, workload: Workload): Advice[] {
  const [claim] = cluster.referencesOf(workload).filter(({ target }) => target.kind === 'PersistentVolumeClaim');
  const bound = claim && cluster.find('PersistentVolumeClaim', claim.target.namespace, claim.target.name)?.object;
  const volume = cluster.find('PersistentVolume', undefined, text(dig(bound, 'spec', 'volumeName')) ?? '')?.object;
  const terms = items(dig(volume, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'));
  const places = terms.flatMap((term) =>
    items(term.matchExpressions).map(({ key, values }) => `${text(key)}=${words(values).join(' or ')}`),
  );
  return [
    {
      text: `Add a node where the volume can be used${places.length > 0 ? ` (${places.join(', ')})` : ''}, or free one there: uncordon it, lower requests.`,
      command: command`kubectl get pv,nodes --show-labels`,
    },
    {
      text: 'Or restore its data into a volume elsewhere. Do not delete the claim before that: its volume and data may go with it.',
      command: claim ? command`kubectl describe ${kindAndName(claim.target)}` : undefined,
    },
  ];
}

function remediesFor(cluster: Cluster, code: string, workload: Workload, refusal: Refusal): Advice[] {
  const { ref } = workload;
  const edit = command`kubectl edit ${kindAndName(ref)}`;
  switch (code) {
    case 'scheduling.insufficient_cpu':
    case 'scheduling.insufficient_memory':
      return [
        { text: 'Lower the requests of the workload, or add a node that is large enough.', command: edit },
        { text: 'Check what the nodes have left.', command: command`kubectl describe nodes | grep -A 8 ${fixed('Allocated resources')}` },
      ];
    case 'scheduling.taint_untolerated':
      return [
        {
          text: `Add a toleration for the taint {${refusal.taint ?? ''}} to the workload, or remove the taint from the node.`,
          command: edit,
        },
        {
          text: 'Remove the taint if it is not intended: other pods that it kept away may then be placed there, too.',
          command: command`kubectl taint nodes NODE ${qualifiedName(refusal.taint?.split(':')[0])}-`,
        },
      ];
    case 'scheduling.nodes_cordoned':
      return [{ text: 'Uncordon the node when its maintenance is over.', command: command`kubectl uncordon NODE` }];
    case 'scheduling.node_selector_mismatch': {
      const [label] = lackingLabels(cluster, workload);
      const [key, value] = [label?.split('=')[0], label?.split('=')[1]];
      return [
        { text: `Correct the node selector${label ? ` (${label})` : ''} of the workload: this starts a rollout.`, command: edit },
        {
          text: 'Or label the nodes that are meant; remove the label with the key and a minus sign.',
          command:
            key && value ? command`kubectl label nodes NODE ${labelSelector({ [key]: value })}` : command`kubectl get nodes --show-labels`,
        },
      ];
    }
    case 'scheduling.node_affinity_mismatch':
      return [
        { text: 'Correct the selector or affinity of the workload, or label a node.', command: edit },
        { text: 'List the labels of the nodes.', command: command`kubectl get nodes --show-labels` },
      ];
    default:
      return [
        { text: 'Relax the requirements of the pod, or add nodes that meet them.', command: edit },
        { text: "Read the scheduler's verdict in full.", command: command`kubectl describe ${kindAndName(ref)}` },
      ];
  }
}
