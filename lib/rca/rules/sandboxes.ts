import { command, nodeName } from '#lib/kubernetes/commands.ts';
import { keyOf, type ObjectRef, ref, shown } from '#lib/kubernetes/refs.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Pod, Workload } from '../cluster/index.ts';
import { isNetworkPlugin } from '../cluster/platform.ts';
import { eventEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, type Scene } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Pod sandboxes that the container runtime or the network plugin of a node cannot create.
 * Signals: events FailedCreatePodSandBox, NetworkNotReady, FailedPodSandBoxStatus; the end of the message has the cause.
 * Blames: the Node, or the workload for what its own template asks of the node (a runtime, a sysctl). The Node gives way to
 * a fault of its network plugin. Spreads: node -> its pods.
 * Sources: kubernetes/pkg/kubelet/kuberuntime/kuberuntime_sandbox.go; containerd, internal/cri/server/sandbox_run.go;
 * github.com/containernetworking/plugins, plugins/ipam/host-local (messages).
 */
export const sandboxRule: Rule = (scene) => {
  const byCause = new Map<string, Candidate>();
  for (const { workload, troubles } of scene.signs)
    for (const { pod } of troubles) {
      const event = scene.cluster.eventsAbout(pod.ref).findLast(({ reason }) => REASONS.has(reason));
      if (!workload || !event || pod.phase !== 'Pending' || /\boom\b|oom-?kill/i.test(event.message)) continue;
      const candidate = candidateFor(scene, workload, pod, event);
      const id = `${candidate.code} ${keyOf(candidate.object)}`;
      const known = byCause.get(id);
      byCause.set(id, known ? { ...known, hits: [...known.hits, ...candidate.hits] } : candidate);
    }
  return [...byCause.values()];
};

const REASONS = new Set(['FailedCreatePodSandBox', 'NetworkNotReady', 'FailedPodSandBoxStatus']);

interface Meaning {
  match: RegExp;
  code: string;
  title?: string;
  /** Whether the template of the workload asks for what fails; else the node is to blame. */
  isOfWorkload?: boolean;
  /** Below 0 if it is only a guess. */
  weight?: number;
  why: string;
  advice: string;
}

/** What the messages mean, the more specific first. */
const MEANINGS: readonly Meaning[] = [
  {
    match: /no runtime for "|RuntimeClass|runtime handler .{0,80}not/i,
    code: 'node.host_prerequisite_missing',
    title: 'Node lacks the container runtime of the RuntimeClass',
    isOfWorkload: true,
    why: 'its RuntimeClass asks for a runtime that the node does not have',
    advice:
      'Install the runtime on the node and enter its handler in the configuration of containerd or CRI-O, or use another RuntimeClass.',
  },
  {
    match: /sysctl|\/proc\/sys\//,
    code: 'container.security_context_invalid',
    isOfWorkload: true,
    why: 'its security context sets a sysctl that the node does not allow or know',
    advice: 'Remove the sysctl from the pod, or allow it with allowedUnsafeSysctls of the kubelet.',
  },
  {
    match: /(?:get|pull) sandbox image|failed (?:to pull|pulling) image "[^"]{0,200}pause/i,
    code: 'registry.unreachable',
    title: 'Node cannot pull the sandbox image',
    why: 'it cannot pull the sandbox image that every pod needs',
    advice: 'Let the node reach the registry of that image, or set sandbox_image of the runtime to one that it can reach.',
  },
  {
    match:
      /no IP addresses available|failed to assign an IP address|no available IPs?|no free address|IPs? (?:are |is )?exhausted|out of (?:IP )?addresses|no more (?:free )?(?:IP|address)|failed to allocate for range|Unable to allocate IP|InsufficientFreeAddresses/i,
    code: 'node.network_plugin_down',
    title: 'No free pod address on the node',
    why: 'its range of pod addresses is used up',
    advice:
      'Free addresses that belong to no pod (leftovers of the plugin on the node), run fewer pods on the node, or give it a larger range.',
  },
  {
    match: /iptables|nft|kernel module|insmod|modprobe|operation not supported|protocol not supported/i,
    code: 'node.host_prerequisite_missing',
    why: 'its kernel lacks something that the network plugin needs',
    advice: 'Load the kernel module that the message names, and see that it is loaded again after a restart.',
  },
  {
    match:
      /cni|ipam|veth|plugin type=|network for (?:sandbox|pod)|pod network|network plugin|NetworkReady|networkPlugin|flannel|calico|cilium|weave/i,
    code: 'node.network_plugin_down',
    why: 'its network plugin does not set up the network of pods',
    advice: 'Check the pod of the network plugin on the node, and its log.',
  },
  {
    match: /no space left on device|disk quota exceeded|too many open files|cannot allocate memory|resource temporarily unavailable/i,
    code: 'node.resource_pressure',
    why: 'it has run out of a resource',
    advice: 'Free what the message says is used up (disk, inodes, control groups, memory).',
  },
  {
    match: /context deadline exceeded|is reserved for|connection refused|transport is closing|cgroup|containerd|cri-?o|docker|runc|shim/i,
    code: 'node.container_runtime_down',
    why: 'its container runtime fails',
    advice: 'Check the container runtime and its log on the node.',
  },
  {
    match: /[\s\S]/,
    code: 'node.container_runtime_down',
    weight: -0.15,
    why: 'its container runtime fails',
    advice: 'Check the container runtime and its log on the node.',
  },
];

function candidateFor(scene: Scene, workload: Workload, pod: Pod, event: ClusterEvent): Candidate {
  const { message } = event;
  const found = MEANINGS.find(({ match }) => match.test(message))!;
  const isDns = /no such host|lookup [^:]{1,253}(?: on [^:]{1,100}(?::\d+)?)?: .{0,120}(?:timeout|misbehaving|refused)/.test(message);
  const code = found.code === 'registry.unreachable' && isDns ? 'registry.dns_failure' : found.code;
  const node = pod.node === undefined ? undefined : ref('Node', undefined, pod.node);
  const object: ObjectRef = found.isOfWorkload || !node ? workload.ref : node;
  const plugins = code === 'node.network_plugin_down' ? scene.cluster.workloads.filter(isNetworkPlugin).map((one) => one.ref) : [];
  const isOfNode = object.kind === 'Node';
  return {
    code,
    ...(found.title && { title: found.title }),
    object,
    proof: 'event',
    ...(found.weight !== undefined && { weight: found.weight }),
    own: true,
    summary: sentence(
      isOfNode
        ? `Node ${object.name} cannot create pod sandboxes, because ${found.why}: ${message}`
        : `The sandbox of ${shown(pod.ref)} cannot be created, because ${found.why}: ${message}`,
    ),
    evidenceFor: [eventEvidence(event)],
    remedies: [
      { text: found.advice },
      {
        text: 'See the pods on the node, among them those of its plugins.',
        command: command`kubectl get pods -A -o wide --field-selector spec.nodeName=${nodeName(pod.node ?? '')}`,
      },
    ],
    hits: [hit(workload, 'no sandbox', message)],
    ...(plugins.length > 0 && { yieldsTo: plugins }),
    ...(event.firstAt !== undefined && { onset: event.firstAt }),
  };
}
