import { wording } from '#lib/kubernetes/canonical.ts';
import { command, inNamespace, kindAndName } from '#lib/kubernetes/commands.ts';
import { items, number, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Call, Service } from '../cluster/index.ts';
import { stateEvidence } from '../evidence.ts';
import { type Candidate, type Hit, type Rule, recentChange, type Scene, withChange } from '../rule.ts';
import { ingressesTo, isNeeded, isRunning, namesake, selectorText } from '../symptoms/services.ts';
import type { Evidence } from '../types.ts';

/**
 * Services that do not lead to the intended pods.
 * Signals: a selector that matches no pod while pods of that name run; a target port that no container of the selected
 * pods has; a caller's port that the Service does not have; a protocol that contradicts the port's name or the pods.
 * Blames: the Service. Spreads: Service -> callers, Ingresses.
 * Source: kubernetes.io/docs/concepts/services-networking/service; kubernetes.io/docs/tasks/debug/debug-application/debug-service.
 */
export const serviceRule: Rule = (scene) =>
  scene.cluster.services.flatMap((service) => {
    if (service.external) return [];
    return [...selectsNothing(scene, service), ...portMismatch(scene, service), ...protocolMismatch(scene, service)];
  });

/** What fails together with a Service: the Service itself, its failing callers, and the Ingresses that route to it. */
export function hitsOf({ cluster, signOf }: Scene, service: Service, mechanism: string, text: string): Hit[] {
  const callers = cluster
    .callersOf(service)
    .filter(
      (caller) =>
        signOf(caller) || cluster.factsOf(caller).some(({ host }) => host && cluster.names.resolve(host, caller.ref.namespace) === service),
    );
  return [
    { to: service.ref, mechanism, text },
    ...callers.map((caller) => ({
      to: caller.ref,
      mechanism: 'connection refused',
      text: `${shown(caller.ref)} calls ${service.ref.name}`,
    })),
    ...ingressesTo(cluster, service).map((ingress) => ({
      to: ingress.ref,
      mechanism: 'no endpoints',
      text: `${shown(ingress.ref)} routes to ${service.ref.name}`,
    })),
  ];
}

function selectsNothing(scene: Scene, service: Service): Candidate[] {
  const { cluster } = scene;
  if (Object.keys(service.selector).length === 0 || service.pods.length > 0 || !cluster.knows('Pod')) return [];
  const behind = service.workloads.filter((one) => one.desired !== undefined);
  if (behind.length > 0) return [];
  if (!isNeeded(cluster, service)) return [];
  const meant = namesake(cluster, service);
  if (!meant) return [];
  const differing = Object.entries(service.selector).filter(([name, value]) => meant.templateLabels[name] !== value);
  const labels = differing
    .map(
      ([name, value]) =>
        `${name}=${value} (the pods have ${meant.templateLabels[name] === undefined ? `no label ${name}` : `${name}=${meant.templateLabels[name]}`})`,
    )
    .join(', ');
  const evidence: Evidence[] = [
    stateEvidence(service.ref, 'spec.selector', service.selector, `The selector ${selectorText(service)} matches no pod in the namespace`),
    stateEvidence(
      meant.ref,
      'spec.template.metadata.labels',
      meant.templateLabels,
      `The running pods of ${shown(meant.ref)} differ in ${labels || 'their labels'}`,
    ),
  ];
  if (service.endpoints !== undefined && service.endpoints.length === 0)
    evidence.push(stateEvidence(service.ref, 'endpoints', '[]', `${shown(service.ref)} has no endpoints`));
  const candidate: Candidate = {
    code: 'service.selector_mismatch',
    object: service.ref,
    proof: 'state',
    own: true,
    summary: `The selector of ${shown(service.ref)} matches no pod: ${labels || selectorText(service)}.`,
    evidenceFor: evidence,
    remedies: [
      {
        text: `Make the selector match the labels of ${shown(meant.ref)}.`,
        command: command`kubectl edit ${kindAndName(service.ref)}`,
      },
      { text: 'List the labels of the pods.', command: command`kubectl get pods ${inNamespace(service.ref)} --show-labels` },
    ],
    hits: hitsOf(scene, service, 'no endpoints', `The Service has no endpoints, so connections to it are refused`),
  };
  const relabelled = recentChange(scene, meant.ref, ['labels', 'selector']);
  const changed = withChange(scene, candidate, service.ref, ['selector']);
  return [changed.change || !relabelled ? changed : { ...candidate, change: relabelled }];
}

/** The numbers and names of the ports that the selected pods declare. `isKnown`: whether their containers are known at all. */
function podPorts(service: Service): { numbers: Set<number>; names: Set<string>; declared: boolean; isKnown: boolean } {
  const specs = service.pods.length > 0 ? service.pods.map(({ spec }) => spec) : service.workloads.map(({ template }) => template);
  const containers = specs.flatMap((spec) => items(spec.containers));
  const ports = containers.flatMap((container) => items(container.ports));
  return {
    isKnown: containers.length > 0,
    numbers: new Set(ports.flatMap(({ containerPort }) => number(containerPort) ?? [])),
    names: new Set(ports.flatMap(({ name }) => text(name) ?? [])),
    declared: ports.length > 0,
  };
}

function portMismatch(scene: Scene, service: Service): Candidate[] {
  const { cluster } = scene;
  const { numbers, names, declared, isKnown } = podPorts(service);
  // A number works undeclared; a name that no container declares leads nowhere (endpointslice controller, FindPort).
  const isWrong = ({ target }: Service['ports'][number]) =>
    typeof target === 'number' ? declared && !numbers.has(target) : target !== undefined && isKnown && !names.has(target);
  const wrong = service.ports.find(isWrong);
  const isAlone = wrong && service.ports.every((one) => one.target === undefined || isWrong(one));
  const offers = numbers.size > 0 ? `${[...numbers].join(', ')}${names.size > 0 ? ` (${[...names].join(', ')})` : ''}` : 'none';
  const wrongCalls = callsToUnknownPort(scene, service);
  if (wrong && (isRunningBehind(service) || typeof wrong.target === 'string')) {
    const listens = service.workloads
      .flatMap((one) => cluster.factsOf(one))
      .find((fact) => fact.type === 'listening' && fact.port === wrong.target);
    if (listens) return [];
    return [
      portCandidate(
        scene,
        service,
        `sends port ${wrong.port} to target port ${wrong.target}, but the pods declare ${offers}`,
        [
          stateEvidence(
            service.ref,
            'spec.ports[].targetPort',
            wrong.target,
            `targetPort is ${wrong.target}; the selected pods declare ${offers}`,
          ),
        ],
        // Declared ports are only informational: unless a caller complains, the container may well listen on another port.
        (isAlone ? 0 : -0.15) - (typeof wrong.target === 'number' && !isReportedFailing(scene, service) ? 0.25 : 0),
      ),
    ];
  }
  const callers = new Set(wrongCalls.map(({ from }) => from.key));
  const [wrongCall] = wrongCalls;
  if (!wrongCall || callers.size < cluster.callersOf(service).length || !isRunningBehind(service)) return [];
  const change = recentChange(scene, service.ref, ['ports']);
  // If the Service uses the port of its pods, it is right, and the callers use the wrong port.
  const isConsistent = service.ports.some(({ port, target }) => port === target && numbers.has(port!));
  if (isConsistent && !change) return [];
  const fits = numbers.has(wrongCall.port!) || change !== undefined;
  const offered = service.ports.map(({ port }) => port).join(', ');
  const evidence = wrongCalls
    .slice(0, 3)
    .map((call) =>
      stateEvidence(
        call.from.ref,
        call.where,
        call.value,
        `${shown(call.from.ref)} calls ${call.host}:${call.port} (${call.where}), but the Service has port ${offered}`,
      ),
    );
  return [
    portCandidate(
      scene,
      service,
      `has port ${offered}, but its callers use ${wrongCall.port}`,
      evidence,
      fits ? 0 : callers.size > 1 ? -0.03 : -0.12,
    ),
  ];
}

/** Whether a caller shows that the Service does not answer, by its log or by failing itself; true if it has no callers. */
function isReportedFailing({ cluster, signOf }: Scene, service: Service): boolean {
  const namesIt = cluster.workloads.some((one) =>
    cluster.factsOf(one).some(({ host }) => host !== undefined && cluster.names.resolve(host, one.ref.namespace) === service),
  );
  return namesIt || cluster.callersOf(service).some((caller) => signOf(caller) !== undefined) || cluster.callersOf(service).length === 0;
}

function isRunningBehind(service: Service): boolean {
  return service.workloads.some(isRunning);
}

/** Calls to a Service on a port that it does not have. */
export function callsToUnknownPort({ cluster }: Scene, service: Service): Call[] {
  const offered = new Set(service.ports.map(({ port }) => port));
  if (offered.size === 0 || service.clusterIp === 'None') return [];
  return cluster
    .callersOf(service)
    .flatMap((caller) =>
      cluster.callsOf(caller).filter((call) => call.service === service && call.port !== undefined && !offered.has(call.port)),
    );
}

function portCandidate(scene: Scene, service: Service, what: string, evidence: Evidence[], weight: number): Candidate {
  const candidate: Candidate = {
    code: 'service.port_mismatch',
    object: service.ref,
    proof: 'state',
    weight,
    own: true,
    summary: `${shown(service.ref)} ${what}.`,
    evidenceFor: evidence,
    remedies: [
      {
        text: 'Correct the port and targetPort of the Service.',
        command: command`kubectl edit ${kindAndName(service.ref)}`,
      },
      { text: 'Check its endpoints.', command: command`kubectl describe ${kindAndName(service.ref)}` },
    ],
    hits: hitsOf(scene, service, 'wrong port', 'Connections arrive at a port on which nothing listens'),
  };
  return withChange(scene, candidate, service.ref, ['ports']);
}

const HTTP_BASED = /^(https?|grpc(-web)?|http2|h2c|tcp|tls|mysql|postgres(ql)?|redis|mongo|amqp)(-|$)/i;

function protocolMismatch(scene: Scene, service: Service): Candidate[] {
  const specs = service.pods.length > 0 ? service.pods.map(({ spec }) => spec) : service.workloads.map(({ template }) => template);
  const declared = specs.flatMap((spec) => items(spec.containers).flatMap((container) => items(container.ports)));
  for (const port of service.ports) {
    const target = declared.find(({ containerPort, name }) => containerPort === port.target || name === port.target);
    const actual = target && (text(target.protocol) ?? 'TCP');
    const named = HTTP_BASED.test(port.name ?? '') && port.protocol !== 'TCP';
    if (!target || (actual === port.protocol && !named)) continue;
    const twin = service.ports.some((other) => other !== port && other.port === port.port && other.protocol === actual);
    if (twin) continue;
    const candidate: Candidate = {
      code: 'service.protocol_mismatch',
      object: service.ref,
      proof: 'state',
      own: true,
      summary: `${shown(service.ref)} exposes port ${port.port} over ${port.protocol}, but its pods use ${actual ?? 'TCP'}.`,
      evidenceFor: [
        stateEvidence(
          service.ref,
          'spec.ports[].protocol',
          port.protocol,
          `Port ${port.port}${port.name ? ` (${port.name})` : ''} is ${port.protocol}; the container port ${wording(target.containerPort)} is ${actual}`,
        ),
      ],
      remedies: [
        {
          text: 'Correct the protocol of the Service port.',
          command: command`kubectl edit ${kindAndName(service.ref)}`,
        },
      ],
      hits: hitsOf(scene, service, 'wrong protocol', "Connections over the callers' protocol are not forwarded"),
    };
    return [withChange(scene, candidate, service.ref, ['ports'])];
  }
  return [];
}
