import { command, kindAndName, nodeName } from '#lib/kubernetes/commands.ts';
import { dig, type Fields, fields, items, number, text, words } from '#lib/kubernetes/fields.ts';
import { shown, uniqueRefs } from '#lib/kubernetes/refs.ts';
import { isSelected } from '#lib/kubernetes/selectors.ts';
import { cut } from '#lib/text/index.ts';
import { isServerFault } from '../cluster/addresses.ts';
import type { Entity } from '../cluster/entities.ts';
import type { LogFact, Pod, Service, Workload } from '../cluster/index.ts';
import { logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule, type Scene, withChange } from '../rule.ts';
import type { Evidence } from '../types.ts';

/**
 * Traffic that fails between healthy pods.
 * Signals: calls that time out towards a Service with ready pods; a NetworkPolicy that selects the callee (ingress) or
 * the caller (egress) and does not admit the other side, or its port; lookups without an answer under a policy that admits no
 * traffic to a name server; all failing callers on one node (its kube-proxy).
 * Blames: the NetworkPolicy; the Node. Spreads: policy -> selected pods -> callers; node -> its pods.
 * Sources: kubernetes.io/docs/concepts/services-networking/network-policies; kubernetes.io/docs/reference/networking/virtual-ips.
 */
export const networkRule: Rule = (scene) => {
  const failures = callsToHealthy(scene);
  const policies = scene.cluster.of('NetworkPolicy').flatMap((policy) => blockedBy(scene, policy, failures) ?? []);
  return [...policies, ...(policies.length === 0 ? proxyDown(scene, failures) : [])];
};

interface FailedCall {
  caller: Workload;
  service: Service;
  fact: LogFact;
}

/** Calls that fail although the Service has ready pods and the called port. */
function callsToHealthy(scene: Scene): FailedCall[] {
  const { cluster } = scene;
  return cluster.workloads.flatMap((workload) =>
    failingCalls(scene, workload).flatMap((fact) => {
      const service = fact.host && fact.type !== 'host-unknown' ? cluster.names.resolve(fact.host, workload.ref.namespace) : undefined;
      const isOffered = service && (fact.port === undefined || service.ports.some(({ port }) => port === fact.port));
      if (!service || !isOffered || service.readyPods.length === 0) return [];
      return [{ caller: innerCaller(scene, workload, service, fact) ?? workload, service, fact }];
    }),
  );
}

/** The real caller in a nested error (`rpc error … rpc error`): the callee that in turn calls the Service. */
function innerCaller({ cluster }: Scene, workload: Workload, service: Service, { line }: LogFact): Workload | undefined {
  const depth = line.split('rpc error: code').length - 1;
  if (depth < 2) return undefined;
  const callees = new Set(cluster.callsOf(workload).flatMap((call) => call.service?.workloads ?? []));
  const between = cluster.callersOf(service).filter((caller) => caller !== workload && callees.has(caller));
  return between.length === 1 ? between[0] : undefined;
}

type Direction = 'Ingress' | 'Egress';

function directionsOf(policy: Entity): Direction[] {
  const types = words(dig(policy.object, 'spec', 'policyTypes'));
  if (types.length > 0) return types.filter((one): one is Direction => one === 'Ingress' || one === 'Egress');
  return dig(policy.object, 'spec', 'egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

/** The ports of a called Service's pods: numbers and names. Policies see the port of the pod, not that of the Service. */
type Ports = ReadonlySet<number | string>;

function portsOf({ ports, pods, workloads }: Service, called: number | undefined): Ports {
  const targets = ports.filter(({ port }) => called === undefined || port === called).flatMap(({ target }) => target ?? []);
  const specs = pods.length > 0 ? pods.map(({ spec }) => spec) : workloads.map(({ template }) => template);
  const declared = specs.flatMap((spec) => items(spec.containers).flatMap((container) => items(container.ports)));
  return new Set([
    ...targets,
    ...declared.flatMap(({ name, containerPort }) =>
      targets.some((target) => target === name || target === containerPort)
        ? [text(name), number(containerPort)].flatMap((one) => one ?? [])
        : [],
    ),
  ]);
}

/** Whether a rule of a policy admits one of the ports; a rule without ports admits all. */
function admitsPort(rule: Fields, ports: Ports): boolean {
  const admitted = items(rule.ports);
  if (admitted.length === 0 || ports.size === 0) return true;
  return admitted.some(({ port, endPort }) => {
    const [first, last] = [number(port), number(endPort)];
    if (first === undefined) return port === undefined || ports.has(text(port) ?? '');
    return [...ports].some((one) => (last === undefined ? one === first : typeof one === 'number' && one >= first && one <= last));
  });
}

/**
 * Whether a policy admits a peer's pods on a port in a direction. A peer in another namespace counts as admitted by any
 * namespaceSelector.
 */
function admits(policy: Entity, direction: Direction, peer: Workload, ports: Ports): boolean {
  const rules = items(dig(policy.object, 'spec', direction.toLowerCase()));
  return rules.some((rule) => {
    if (!admitsPort(rule, ports)) return false;
    const peers = items(direction === 'Ingress' ? rule.from : rule.to);
    if (peers.length === 0) return true;
    return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
      if (ipBlock !== undefined) return dig(ipBlock, 'cidr') === '0.0.0.0/0';
      const isSameNamespace =
        namespaceSelector !== undefined
          ? Object.keys(fields(namespaceSelector)).length === 0 || peer.ref.namespace !== policy.ref.namespace
          : peer.ref.namespace === policy.ref.namespace;
      return isSameNamespace && (podSelector === undefined || isSelected(podSelector, peer.templateLabels));
    });
  });
}

function selectedPods({ cluster }: Scene, policy: Entity): Pod[] {
  const restricted = cluster.relations.from(policy.ref).filter(({ type }) => type === 'RESTRICTS');
  return restricted.flatMap(({ object }) => cluster.podAt(object) ?? []).filter((pod) => pod.deletedAt === undefined);
}

function blockedBy(scene: Scene, policy: Entity, failures: readonly FailedCall[]): Candidate | undefined {
  const directions = directionsOf(policy);
  const selected = selectedPods(scene, policy);
  const owners = new Set(selected.flatMap((pod) => scene.cluster.workloadOf(pod.ref) ?? []));
  const blocked = failures.filter(
    ({ caller, service, fact }) =>
      (directions.includes('Ingress') &&
        service.workloads.some((one) => owners.has(one)) &&
        !admits(policy, 'Ingress', caller, portsOf(service, fact.port))) ||
      (directions.includes('Egress') &&
        owners.has(caller) &&
        !service.workloads.some((one) => admits(policy, 'Egress', one, portsOf(service, fact.port)))),
  );
  const isolated = directions.includes('Egress')
    ? [...owners].filter((one) => items(dig(policy.object, 'spec', 'egress')).length === 0 && failingCalls(scene, one).length > 0)
    : [];
  const nameless = directions.includes('Egress') && !admitsDns(policy) ? [...owners].flatMap((one) => failedLookups(scene, one)) : [];
  if (blocked.length === 0 && isolated.length === 0 && nameless.length === 0) return undefined;
  const callers = uniqueRefs([
    ...blocked.map(({ caller }) => caller.ref),
    ...isolated.map(({ ref }) => ref),
    ...nameless.map(({ workload }) => workload.ref),
  ]);
  const facts = [...blocked.map(({ fact }) => fact), ...isolated.flatMap((one) => failingCalls(scene, one).slice(0, 1)), ...nameless];
  const candidate: Candidate = {
    code: 'network.policy_blocking',
    object: policy.ref,
    proof: 'state',
    weight: -0.02,
    own: true,
    ...(nameless.length > 0 && {
      explainsCodes: ['dns.resolution_failure', 'config.dependency_address_wrong', 'dependency.db_address_wrong'],
    }),
    summary: `${shown(policy.ref)} blocks the traffic ${nameless.length > 0 && !blocked[0] ? `of ${callers.map(shown).join(', ')} to the name server` : blocked[0] ? `from ${shown(blocked[0].caller.ref)} to ${shown(blocked[0].service.ref)}` : `of ${callers.map(shown).join(', ')}`}.`,
    evidenceFor: [
      stateEvidence(
        policy.ref,
        'spec',
        policy.object.spec,
        `It selects ${[...owners].map(({ ref }) => shown(ref)).join(', ')} for ${directions.join(' and ')} and does not admit the other side`,
      ),
      ...facts.slice(0, 3).map((fact) => logEvidence(fact)),
    ],
    remedies: [
      {
        text: 'Admit this traffic in the rules of the policy. Deleting the policy would open everything that it protects.',
        command: command`kubectl edit ${kindAndName(policy.ref)}`,
      },
      { text: 'Check what it admits.', command: command`kubectl describe ${kindAndName(policy.ref)}` },
    ],
    hits: [
      ...[...owners].map((one) => hit(one, 'traffic blocked', 'The policy selects its pods')),
      ...callers.map((to) => ({ to, mechanism: 'time-out', text: 'Its packets are dropped' })),
    ],
  };
  return withChange(scene, candidate, policy.ref, ['rules', 'selector', 'other']);
}

const DNS: Ports = new Set([53, 'dns', 'dns-tcp']);

/** Whether pods that a policy selects may ask a name server of another namespace: only peers outside of their own can be meant. */
function admitsDns({ object }: Entity): boolean {
  return items(dig(object, 'spec', 'egress')).some((rule) => {
    const peers = items(rule.to);
    return (
      admitsPort(rule, DNS) &&
      (peers.length === 0 || peers.some((peer) => peer.namespaceSelector !== undefined || peer.ipBlock !== undefined))
    );
  });
}

/** Lookups that got no answer from the name server. */
function failedLookups(scene: Scene, workload: Workload): LogFact[] {
  return failingCalls(scene, workload).filter(({ type, line }) => type === 'host-unknown' && isServerFault(line));
}

/** Healthy Services that only the pods of one node cannot reach: that node's kube-proxy has stale rules. */
function proxyDown(scene: Scene, failures: readonly FailedCall[]): Candidate[] {
  const byNode = new Map<string, FailedCall[]>();
  for (const failure of failures)
    for (const node of new Set(failure.caller.pods.flatMap(({ node: name }) => name ?? [])))
      byNode.set(node, [...(byNode.get(node) ?? []), failure]);
  const isFailing = (failure: FailedCall) => failure.service.workloads.some((one) => scene.signOf(one));
  if (byNode.size !== 1) return [];
  const [[name, calls]] = [...byNode.entries()] as [[string, FailedCall[]]];
  const node = scene.cluster.find('Node', undefined, name);
  const fitting = calls.filter((failure) => !isFailing(failure));
  if (!node || fitting.length === 0 || scene.cluster.nodes.length < 2) return [];
  const proxy = scene.cluster.podsOn(name).find((pod) => pod.ref.namespace === 'kube-system' && /^kube-proxy/.test(pod.ref.name));
  const isDown = proxy !== undefined && !proxy.ready;
  const evidence: Evidence[] = fitting
    .slice(0, 3)
    .map(({ fact, service }) =>
      logEvidence(
        fact,
        `${shown(service.ref)} cannot be reached from node ${name} although it has ${service.readyPods.length} ready pods: ${cut(fact.line, 200)}`,
      ),
    );
  return [
    {
      code: 'node.kube_proxy_down',
      object: node.ref,
      proof: isDown ? 'state' : 'log',
      weight: isDown ? 0 : 0.02,
      own: true,
      summary: `Services with ready pods cannot be reached from node ${name}: its kube-proxy does not maintain the network rules.`,
      evidenceFor: [
        ...(isDown && proxy ? [stateEvidence(proxy.ref, 'status.phase', proxy.phase ?? '', `${proxy.ref.name} is not ready`)] : []),
        ...evidence,
      ],
      remedies: [
        {
          text: 'Check kube-proxy on the node.',
          command: command`kubectl -n kube-system get pods -o wide --field-selector spec.nodeName=${nodeName(name)}`,
        },
        { text: `If it runs as a system service, check that on node ${name}.`, command: command`systemctl status kube-proxy` },
      ],
      hits: fitting.map(({ caller, service }) =>
        hit(caller, 'Service unreachable', `Its calls to ${service.ref.name} go to addresses that no longer exist`),
      ),
    },
  ];
}
