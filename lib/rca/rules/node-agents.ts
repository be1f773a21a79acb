import { command, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { text } from '#lib/kubernetes/fields.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Entity, Workload } from '../cluster/index.ts';
import { admits, untoleratedTaint } from '../cluster/node-fit.ts';
import { isNetworkPlugin } from '../cluster/platform.ts';
import { templateContainers } from '../cluster/workloads.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import { crashEvidence, isCrash } from './crash.ts';

/**
 * kube-proxy and network plugins whose pods crash.
 * Signals: the pods of the DaemonSet that runs kube-proxy or a network plugin crash again and again.
 * Blames: the node if they crash on one node only, otherwise the DaemonSet. Spreads: node -> the connections of its pods.
 * A reason that the kubelet or the program itself gives (image, memory, configuration) outweighs this.
 * Sources: kubernetes.io/docs/reference/networking/virtual-ips; kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins.
 */
export const nodeAgentRule: Rule = (scene) => [
  ...crashingAgents(scene),
  ...scene.cluster.workloads.flatMap((one) => notPlaced(scene, one)),
];

const crashingAgents: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const crashing = troubles.filter(isCrash);
    const code = workload?.ref.kind === 'DaemonSet' ? agentOf(workload) : undefined;
    return workload && code && crashing[0] ? [candidateFor(scene, workload, crashing, code)] : [];
  });

function agentOf(workload: Workload): 'node.kube_proxy_down' | 'node.network_plugin_down' | undefined {
  const images = templateContainers(workload).map(({ image }) => text(image) ?? '');
  if (images.some((image) => /(^|\/)kube-proxy([-:@]|$)/.test(image))) return 'node.kube_proxy_down';
  return isNetworkPlugin(workload) ? 'node.network_plugin_down' : undefined;
}

/**
 * A network plugin that has no pod on a node without network, because its DaemonSet does not tolerate a taint of the node or does
 * not select it: no event says so, since the DaemonSet wants no pod there.
 */
function notPlaced({ cluster, signs }: Scene, workload: Workload): Candidate[] {
  if (!isNetworkPlugin(workload)) return [];
  const nodes = cluster.nodes.filter(
    (node) =>
      signs.some(({ object, message }) => keyOf(object) === node.key && /network plugin|NetworkReady|cni/i.test(message)) &&
      !workload.pods.some((pod) => pod.node === node.ref.name),
  );
  return nodes.flatMap((node) => {
    const refusal = placementRefusal(workload, node);
    if (!refusal) return [];
    const { code, why } = refusal;
    return [
      {
        code,
        object: workload.ref,
        proof: 'state',
        own: true,
        summary: `${shown(workload.ref)} runs no pod on ${shown(node.ref)}, which therefore has no network: ${why}.`,
        evidenceFor: [stateEvidence(node.ref, code === 'scheduling.taint_untolerated' ? 'spec.taints' : 'metadata.labels', why, why)],
        remedies: [
          {
            text: 'Let the DaemonSet run on every node: a network plugin tolerates all taints. This starts a rollout on all nodes.',
            command: command`kubectl edit ${kindAndName(workload.ref)}`,
          },
        ],
        hits: [{ to: node.ref, mechanism: 'no network plugin', text: why }],
      } satisfies Candidate,
    ];
  });
}

function placementRefusal({ template }: Workload, node: Entity): { code: string; why: string } | undefined {
  const taint = untoleratedTaint(template, node);
  if (taint)
    return {
      code: 'scheduling.taint_untolerated',
      why: `it does not tolerate the taint ${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect} of the node`,
    };
  return admits(template, node)
    ? undefined
    : { code: 'scheduling.node_selector_mismatch', why: 'the node does not have the labels that it selects' };
}

function candidateFor(scene: Scene, workload: Workload, crashing: PodTrouble[], code: string): Candidate {
  const nodes = [...new Set(crashing.flatMap(({ pod }) => pod.node ?? []))].sort();
  const [node] = nodes;
  const isOne = node !== undefined && nodes.length === 1 && workload.pods.length > 1;
  const object: ObjectRef = isOne ? ref('Node', undefined, node) : workload.ref;
  const [first] = crashing;
  const candidate: Candidate = {
    code,
    object,
    proof: 'log',
    own: true,
    summary: `${shown(workload.ref)} crashes on ${nodes.join(', ')}, so the network rules of ${isOne ? 'that node' : 'these nodes'} are not maintained.`,
    evidenceFor: first ? crashEvidence(scene, workload, first) : [],
    remedies: [
      ...(first
        ? [{ text: 'Read what it logged before it exited.', command: command`kubectl logs ${nameOf(first.pod.ref)} --previous` }]
        : []),
      { text: 'Check its state on every node.', command: command`kubectl describe ${kindAndName(workload.ref)}` },
    ],
    hits: [hit(workload, 'network agent down', 'Its program crashes again and again')],
    ...(first?.since !== undefined && { onset: first.since }),
  };
  return withChange(scene, candidate, workload.ref, ['image', 'command', 'env', 'config-reference']);
}
