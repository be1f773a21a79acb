import { command, kindAndName, nameOf } from '#lib/kubernetes/commands.ts';
import { text } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { Workload } from '../cluster/index.ts';
import { templateContainers } from '../cluster/workloads.ts';
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
export const nodeAgentRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    const crashing = troubles.filter(isCrash);
    const code = workload?.ref.kind === 'DaemonSet' ? agentOf(workload) : undefined;
    return workload && code && crashing[0] ? [candidateFor(scene, workload, crashing, code)] : [];
  });

const PLUGINS = /kindnetd|calico\/node|calico-node|flannel|cilium|weave-kube|amazon-k8s-cni|antrea|kube-router|multus|ovn-kubernetes/i;

function agentOf(workload: Workload): 'node.kube_proxy_down' | 'node.network_plugin_down' | undefined {
  const images = templateContainers(workload).map(({ image }) => text(image) ?? '');
  if (images.some((image) => /(^|\/)kube-proxy([-:@]|$)/.test(image))) return 'node.kube_proxy_down';
  return images.some((image) => PLUGINS.test(image)) ? 'node.network_plugin_down' : undefined;
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
