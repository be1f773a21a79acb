import { wording } from '#lib/kubernetes/canonical.ts';
import { command, nodeName } from '#lib/kubernetes/commands.ts';
import { dig, items, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { type ObjectRef, uniqueRefs } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import { isNodeReady } from '../cluster/index.ts';
import { isNetworkPlugin } from '../cluster/platform.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { type Advice, type Candidate, type Hit, type Rule, recentChange, type Scene } from '../rule.ts';
import type { Evidence } from '../types.ts';
import { sentence } from '../wording.ts';

/**
 * Nodes that are not ready, unreachable, under pressure, or without a working network or container runtime.
 * Signals: condition Ready False/Unknown with its reason and message, the other conditions, taints of the node
 * lifecycle controller, the kubelet's Lease, events NodeNotReady, Rebooted, ContainerGCFailed, Evicted.
 * Blames: the Node. Spreads: node -> its pods -> their Services -> callers.
 * Sources: kubernetes.io/docs/reference/node/node-status; kubernetes/pkg/controller/nodelifecycle (NodeStatusUnknown
 * "Kubelet stopped posting node status"); kubernetes/pkg/kubelet/nodestatus/setters.go (messages of Ready=False);
 * kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction.
 */
export const nodeRule: Rule = (scene) =>
  together(
    scene,
    scene.cluster.nodes.flatMap((node) => notReady(scene, node) ?? underPressure(scene, node) ?? []),
  );

/** Nodes that stopped reporting within this time of each other did so for one reason. */
const TOGETHER_MS = 2 * 60_000;

/**
 * All nodes that stopped reporting at once are one cause: what they share (the address of the API server, their certificates,
 * the network) has failed, not each kubelet by itself.
 */
function together({ cluster, signs }: Scene, found: Candidate[]): Candidate[] {
  const silent = found.filter(({ code }) => code === 'node.kubelet_down' || code === 'node.unreachable');
  const [first] = silent;
  const times = silent.flatMap(({ onset }) => onset ?? []);
  const isAtOnce = times.length === silent.length && Math.max(...times) - Math.min(...times) <= TOGETHER_MS;
  if (!first || silent.length < 2 || silent.length < cluster.nodes.length || !isAtOnce) return found;
  const scalers = cluster.of('HorizontalPodAutoscaler').map(({ ref }) => ref);
  const one: Candidate = {
    ...first,
    title: 'All nodes stopped reporting at once',
    summary: `All ${silent.length} nodes stopped reporting within ${TOGETHER_MS / 60_000} minutes of each other: what they share has failed. The first by name is ${first.object.name}.`,
    evidenceFor: [first, ...silent.slice(1, 4)].flatMap(({ evidenceFor }) => evidenceFor.slice(0, 1)),
    remedies: [
      {
        text: 'Check on one node why its kubelet does not reach the API server: its address, its certificates, the network.',
        command: command`journalctl -u kubelet -n 100 --no-pager`,
      },
      {
        text: 'See when its client certificate ends. A kubelet whose certificate has expired needs a new one from the cluster.',
        command: command`openssl x509 -enddate -noout -in /var/lib/kubelet/pki/kubelet-client-current.pem`,
      },
    ],
    hits: uniqueRefs([...silent.map(({ object }) => object), ...signs.map(({ object }) => object), ...scalers]).map((to) => ({
      to,
      mechanism: 'node not ready',
      text: to.kind === 'Node' ? 'It stopped reporting' : 'No node on which it could run reports',
    })),
    explainsCodes: ['dns.server_down', 'autoscaling.ineffective', 'control_plane.component_down', 'dependency.unavailable'],
  };
  return [one, ...found.filter((other) => !silent.includes(other))];
}

function notReady(scene: Scene, node: Entity): Candidate | undefined {
  if (isNodeReady(node) !== false) return undefined;
  const ready = condition(node.object, 'Ready') ?? {};
  const [reason, message] = [text(ready.reason) ?? '', text(ready.message) ?? ''];
  const since = time(ready.lastTransitionTime);
  const code = codeOf(scene, node, reason, message);
  const lease = leaseEvidence(scene, node);
  const hits = podsHit(scene, node, 'node not ready', `runs on node ${node.ref.name}, which is not ready`);
  const rebooted = scene.cluster.eventsAbout(node.ref).findLast((event) => event.reason === 'Rebooted' || event.reason === 'NodeNotReady');
  const change = recentChange(scene, node.ref, ['other', 'taints'], since);
  return {
    code,
    object: node.ref,
    proof: 'state',
    weight: 0.04,
    own: true,
    summary: sentence(`Node ${node.ref.name} is not ready: ${message || reason || 'no reason is given'}`),
    evidenceFor: [
      stateEvidence(
        node.ref,
        'status.conditions[Ready]',
        `${wording(ready.status)} ${reason}`,
        `Ready is ${wording(ready.status)}: ${message || reason}`,
      ),
      ...lease,
      ...(rebooted ? [eventEvidence(rebooted)] : []),
    ],
    remedies: REMEDIES[code]?.(node.ref.name) ?? [],
    hits,
    ...(code === 'node.network_plugin_down' && { yieldsTo: networkPlugins(scene) }),
    ...(since !== undefined && { onset: since }),
    ...(change && { change }),
  };
}

/** The network plugins of the cluster: a fault of theirs explains a node without network. */
function networkPlugins({ cluster }: Scene): ObjectRef[] {
  return cluster.workloads.filter(isNetworkPlugin).map(({ ref }) => ref);
}

/** Which part of the node fails, according to the kubelet. If the kubelet no longer reports, it or its machine is down. */
function codeOf(scene: Scene, node: Entity, reason: string, message: string): string {
  if (/network plugin|NetworkReady=false|NetworkPluginNotReady|cni/i.test(message)) return 'node.network_plugin_down';
  if (/container runtime|containerd|cri-?o|docker|PLEG|runtime is down|RuntimeReady/i.test(message)) return 'node.container_runtime_down';
  if (/out of disk|disk pressure|memory pressure/i.test(message)) return 'node.resource_pressure';
  const rebooted = scene.cluster.eventsAbout(node.ref).some((event) => event.reason === 'Rebooted');
  const isGone =
    /shut ?down|NodeShutdown|deleted|not found/i.test(`${reason} ${message}`) ||
    items(dig(node.object, 'spec', 'taints')).some(({ key }) => /out-of-service|cloudprovider\.kubernetes\.io\/shutdown/.test(String(key)));
  return rebooted || isGone ? 'node.unreachable' : 'node.kubelet_down';
}

function leaseEvidence({ cluster }: Scene, node: Entity): Evidence[] {
  const lease = cluster.find('Lease', 'kube-node-lease', node.ref.name);
  const renewed = time(dig(lease?.object, 'spec', 'renewTime'));
  if (!lease || renewed === undefined || cluster.now - renewed < 40_000) return [];
  const seconds = Math.round((cluster.now - renewed) / 1000);
  return [
    stateEvidence(
      lease.ref,
      'spec.renewTime',
      text(dig(lease.object, 'spec', 'renewTime')) ?? '',
      `The kubelet last renewed its lease ${seconds} s ago (it normally does so every 10 s)`,
    ),
  ];
}

const PRESSURES: Record<string, string> = { MemoryPressure: 'memory', DiskPressure: 'disk', PIDPressure: 'process ids' };

function underPressure(scene: Scene, node: Entity): Candidate | undefined {
  const network = condition(node.object, 'NetworkUnavailable');
  if (network?.status === 'True') return withoutNetwork(scene, node, network);
  const type = Object.keys(PRESSURES).find((one) => condition(node.object, one)?.status === 'True');
  const pressure = type === undefined ? undefined : condition(node.object, type);
  const evicted = scene.cluster
    .podsOn(node.ref.name)
    .filter((pod) => pod.reason === 'Evicted' && /low on resource/i.test(pod.message ?? ''));
  if (!pressure && evicted.length === 0) return undefined;
  const isInTrouble =
    pressure !== undefined ||
    evicted.some((pod) => scene.signs.some(({ troubles }) => troubles.some((trouble) => trouble.pod.key === pod.key)));
  if (!isInTrouble) return undefined;
  const kind = PRESSURES[type ?? ''] ?? /resource: (\S+?)\.? /.exec(evicted[0]?.message ?? '')?.[1] ?? 'a resource';
  const since = time(pressure?.lastTransitionTime);
  return {
    code: 'node.resource_pressure',
    object: node.ref,
    proof: 'state',
    weight: 0.03,
    own: true,
    summary: `Node ${node.ref.name} is out of ${kind} and evicts pods.`,
    evidenceFor: [
      ...(pressure
        ? [stateEvidence(node.ref, `status.conditions[${type}]`, 'True', `${type} is True: ${text(pressure.message) ?? ''}`)]
        : []),
      ...evicted
        .slice(0, 3)
        .map((pod) => stateEvidence(pod.ref, 'status.message', pod.message ?? '', `${pod.ref.name} was evicted: ${pod.message ?? ''}`)),
    ],
    remedies: [
      { text: 'Find out what uses it, and limit or move that.', command: command`kubectl describe node ${nodeName(node.ref.name)}` },
      {
        text: 'Keep new pods off the node in the meantime; undo it with kubectl uncordon.',
        command: command`kubectl cordon ${nodeName(node.ref.name)}`,
      },
    ],
    hits: podsHit(scene, node, 'eviction', `runs on node ${node.ref.name}, which is out of ${kind}`),
    ...(since !== undefined && { onset: since }),
  };
}

function withoutNetwork(scene: Scene, node: Entity, network: Record<string, unknown>): Candidate {
  const since = time(network.lastTransitionTime);
  return {
    code: 'node.network_plugin_down',
    object: node.ref,
    proof: 'state',
    own: true,
    summary: sentence(`The network of node ${node.ref.name} is not set up: ${text(network.message) ?? text(network.reason) ?? ''}`),
    evidenceFor: [
      stateEvidence(
        node.ref,
        'status.conditions[NetworkUnavailable]',
        'True',
        `NetworkUnavailable is True: ${text(network.message) ?? ''}`,
      ),
    ],
    remedies: REMEDIES['node.network_plugin_down']!(node.ref.name),
    yieldsTo: networkPlugins(scene),
    hits: podsHit(scene, node, 'node network', `runs on node ${node.ref.name}, which has no network`),
    ...(since !== undefined && { onset: since }),
  };
}

/** The workloads that are affected by a node. One whose failing pods all run elsewhere fails for another reason. */
export function podsHit({ cluster, signOf }: Scene, node: Entity, mechanism: string, text: string): Hit[] {
  const owners = cluster.podsOn(node.ref.name).flatMap((pod) => cluster.workloadOf(pod.ref) ?? []);
  const hit = owners.filter((owner) => {
    const troubles = signOf(owner)?.troubles ?? [];
    return troubles.length === 0 || troubles.some(({ pod }) => pod.node === node.ref.name);
  });
  return uniqueRefs(hit.map(({ ref }) => ref)).map((to) => ({ to, mechanism, text }));
}

const REMEDIES: Record<string, (node: string) => Advice[]> = {
  'node.kubelet_down': (node) => [
    { text: `Check the kubelet on node ${node}.`, command: command`systemctl status kubelet` },
    {
      text: 'Read its log there. If it says that a certificate has expired, the kubelet needs a new one: see when it ends with openssl x509.',
      command: command`journalctl -u kubelet -n 100 --no-pager`,
    },
    {
      text: 'If it stays down, move its pods away: this deletes the data of their emptyDir volumes. Undo it with kubectl uncordon.',
      command: command`kubectl drain ${nodeName(node)} --ignore-daemonsets --delete-emptydir-data`,
    },
  ],
  'node.unreachable': (node) => [
    {
      text: 'Bring the machine back. Only if it is switched off for good, remove it from the cluster, so that its pods are moved: pods that still run there would run twice.',
      command: command`kubectl delete node ${nodeName(node)}`,
    },
    { text: 'Check when it last reported.', command: command`kubectl describe node ${nodeName(node)}` },
  ],
  'node.container_runtime_down': (node) => [
    { text: `Check the container runtime on node ${node}.`, command: command`systemctl status containerd` },
  ],
  'node.network_plugin_down': (node) => [
    {
      text: 'Check the network plugin pod on the node.',
      command: command`kubectl get pods -A -o wide --field-selector spec.nodeName=${nodeName(node)}`,
    },
  ],
  'node.resource_pressure': (node) => [
    { text: 'Find out what uses the resources of the node.', command: command`kubectl describe node ${nodeName(node)}` },
  ],
};
