import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import type { Container } from '#lib/kubernetes/containers.ts';
import { dig, fields, items, number, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { cut } from '#lib/text/index.ts';
import type { ClusterEvent } from '../cluster/events.ts';
import type { Workload } from '../cluster/index.ts';
import { eventEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule, recentChange, type Scene, undo, withChange } from '../rule.ts';
import type { PodTrouble } from '../symptoms/pod-trouble.ts';
import type { Evidence } from '../types.ts';

/**
 * Probes that fail a healthy container: wrong port, protocol or target, or timing that is too strict.
 * Signals: event Unhealthy "Liveness|Readiness|Startup probe failed: …", Killing "failed liveness probe, will be
 * restarted"; the probe's port compared with the container's ports, its other probes, and the port that it logs it
 * listens on. A probe that reaches the program and receives 5xx shows an unhealthy program, not a wrong probe.
 * Blames: the workload. Spreads: liveness -> restarts -> back-off; readiness -> no endpoints -> callers.
 * Sources: kubernetes/pkg/probe/{http,tcp,grpc,exec}; kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes.
 */
export const probeRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles }) => {
    if (!workload) return [];
    return KINDS.flatMap((kind) => {
      const failing = troubles.flatMap((trouble) => failure(scene, trouble, kind) ?? []);
      const [first] = failing;
      return first ? (judgeProbe(scene, workload, first) ?? []) : [];
    });
  });

const KINDS = ['liveness', 'readiness', 'startup'] as const;
type Kind = (typeof KINDS)[number];

/** A probe that failed: of which container, and the event that says so. */
export interface Failure {
  kind: Kind;
  trouble: PodTrouble;
  container: Container;
  event: ClusterEvent;
  probe: Record<string, unknown>;
}

function failure({ cluster }: Scene, trouble: PodTrouble, kind: Kind): Failure | undefined {
  const events = cluster.eventsAbout(trouble.pod.ref);
  const named = kind.charAt(0).toUpperCase() + kind.slice(1);
  const event = events.findLast(
    ({ reason, message }) => (reason === 'Unhealthy' || reason === 'ProbeWarning') && message.startsWith(`${named} probe`),
  );
  const containers = trouble.pod.containers.filter(
    (one) => !one.init && fields(one.spec[`${kind}Probe`]) && one.spec[`${kind}Probe`] !== undefined,
  );
  const container = containers.find((one) => one.name === trouble.container?.name) ?? containers[0];
  if (!event || !container || trouble.what === 'OOMKilled') return undefined;
  // A container that is ready has passed its startup and readiness probes; earlier failures happened during its start.
  if (kind !== 'liveness' && container.ready) return undefined;
  // A readiness probe always fails while a container keeps crashing or is being killed.
  const isSideEffect = kind === 'readiness' && trouble.what !== 'NotReady';
  if (isSideEffect || (kind === 'liveness' && !isKilled(trouble, events))) return undefined;
  return { kind, trouble, container, event, probe: fields(container.spec[`${kind}Probe`]) };
}

function isKilled(trouble: PodTrouble, events: readonly ClusterEvent[]): boolean {
  return (
    events.some(({ reason, message }) => reason === 'Killing' && /liveness|unhealthy/i.test(message)) ||
    [137, 143, 2, 0].includes(trouble.container?.last?.exitCode ?? -1)
  );
}

type Handler = 'httpGet' | 'tcpSocket' | 'grpc' | 'exec';

function handlerOf(probe: unknown): { type: Handler | undefined; port: number | string | undefined } {
  const type = (['httpGet', 'tcpSocket', 'grpc', 'exec'] as const).find((one) => dig(probe, one) !== undefined);
  const port = type && dig(probe, type, 'port');
  return { type, port: number(port) ?? text(port) };
}

const WRONG_PROTOCOL =
  /malformed HTTP|server gave HTTP response to HTTPS|first record does not look like a TLS|server preface|code = Unimplemented|unknown service grpc\.health|http2|tls: |connection broken|EOF$|frame too large|error reading from server/i;
const NO_ANSWER = /connection refused|failed to connect|deadline exceeded|timeout|timed out|connection reset|no route to host/i;

/** What is wrong with a probe that failed; undefined if it is not the probe's fault. */
export function judgeProbe(scene: Scene, workload: Workload, found: Failure): Candidate | undefined {
  const { kind, event, probe, container } = found;
  const { type, port } = handlerOf(probe);
  const declared = portsOf(container);
  const number = typeof port === 'string' ? declared.find(({ name }) => name === port)?.port : port;
  const status = /statuscode: (\d{3})/.exec(event.message)?.[1];
  if (kind === 'startup') return startup(scene, workload, found);
  if (status) return /^[34]/.test(status) ? wrongCheck(scene, workload, found, `the response is ${status}`) : undefined;
  if (WRONG_PROTOCOL.test(event.message)) return wrongProtocol(scene, workload, found, []);
  if (type === 'exec' && !NO_ANSWER.test(event.message)) {
    if (/not found|no such file|permission denied|executable|syntax error|unknown (?:flag|option)|usage:/i.test(event.message))
      return wrongCheck(scene, workload, found, 'its command cannot run');
    return recentChange(scene, workload.ref, [kind]) ? wrongCheck(scene, workload, found, 'its command fails') : undefined;
  }
  if (!NO_ANSWER.test(event.message)) return undefined;
  const wrongPort = portEvidence(scene, workload, found, declared, number, port);
  if (wrongPort) return wrongPort;
  const sibling = siblingOn(container, kind, port);
  if (sibling && sibling.type !== type && type !== 'tcpSocket')
    return wrongProtocol(scene, workload, found, [
      stateEvidence(
        workload.ref,
        `spec.template.spec.containers[${container.name}].${sibling.kind}Probe`,
        container.spec[`${sibling.kind}Probe`],
        `The ${sibling.kind} probe checks the same port with ${sibling.type}, this one with ${type}`,
      ),
    ]);
  return kind === 'liveness' ? strictTiming(scene, workload, found) : undefined;
}

function portsOf(container: Container): { name: string | undefined; port: number }[] {
  return items(container.spec.ports).flatMap(({ name, containerPort }) => {
    const port = number(containerPort);
    return port === undefined ? [] : [{ name: text(name), port }];
  });
}

/** Another probe of the container that checks the same port. */
function siblingOn(
  container: Container,
  kind: Kind,
  port: number | string | undefined,
): { kind: Kind; type: Handler | undefined } | undefined {
  return KINDS.filter((other) => other !== kind && container.spec[`${other}Probe`] !== undefined)
    .map((other) => ({ kind: other, ...handlerOf(container.spec[`${other}Probe`]) }))
    .find((other) => other.port === port && other.type !== undefined);
}

/** Blames the probe's port if nothing listens there: no container declares it, and another port is in use. */
function portEvidence(
  scene: Scene,
  workload: Workload,
  found: Failure,
  declared: { port: number }[],
  port: number | undefined,
  probedPort: number | string | undefined,
): Candidate | undefined {
  const { kind, container } = found;
  if (probedPort === undefined) return undefined;
  const ports = [
    ...new Set([
      ...declared.map((one) => one.port),
      ...found.trouble.pod.containers.flatMap((one) => portsOf(one).map((other) => other.port)),
    ]),
  ];
  if (port !== undefined && ports.includes(port)) return undefined;
  const path = `spec.template.spec.containers[${container.name}].${kind}Probe`;
  const evidence: Evidence[] = [
    stateEvidence(
      workload.ref,
      path,
      found.probe,
      `The ${kind} probe checks port ${probedPort}, but the container declares ${ports.length > 0 ? ports.join(', ') : 'none'}`,
    ),
  ];
  const listening = scene.cluster
    .factsOf(workload)
    .find((fact) => fact.type === 'listening' && fact.container === container.name && fact.port !== undefined && fact.port !== port);
  if (listening) evidence.push(logEvidence(listening, `The container listens on port ${listening.port}: ${cut(listening.line, 200)}`));
  const target = scene.cluster
    .servicesOf(workload)
    .flatMap((service) => service.ports.map((one) => ({ service, target: one.target })))
    .find((one) => typeof one.target === 'number' && one.target !== port);
  if (ports.length === 0 && !listening && !target && typeof probedPort === 'number') return undefined;
  if (target)
    evidence.push(
      stateEvidence(
        target.service.ref,
        'spec.ports',
        target.service.spec.ports,
        `${shown(target.service.ref)} sends traffic to port ${target.target}`,
      ),
    );
  return build(scene, workload, found, `probe.${kind}_port_wrong`, `checks port ${probedPort}, on which nothing listens`, evidence, 0.02);
}

function wrongProtocol(scene: Scene, workload: Workload, found: Failure, evidence: Evidence[]): Candidate {
  const { type, port } = handlerOf(found.probe);
  return build(
    scene,
    workload,
    found,
    `probe.${found.kind}_protocol_wrong`,
    `uses ${type === 'httpGet' ? 'HTTP' : type === 'grpc' ? 'gRPC' : 'TCP'} on port ${port}, which serves another protocol`,
    evidence,
    0.01,
  );
}

function wrongCheck(scene: Scene, workload: Workload, found: Failure, why: string): Candidate {
  return build(scene, workload, found, 'probe.check_wrong', `checks the wrong thing: ${why}`, [], -0.02);
}

/** A liveness probe that allows so little time that the kubelet kills the container before it can answer. */
function strictTiming(scene: Scene, workload: Workload, found: Failure): Candidate | undefined {
  const { probe, container } = found;
  const seconds = (name: string, fallback: number) => number(probe[name]) ?? fallback;
  const [delay, period, failures, timeout] = [
    seconds('initialDelaySeconds', 0),
    seconds('periodSeconds', 10),
    seconds('failureThreshold', 3),
    seconds('timeoutSeconds', 1),
  ];
  const budget = delay + period * failures;
  const change = recentChange(scene, workload.ref, ['liveness']);
  const readiness = fields(container.spec.readinessProbe);
  const readinessBudget =
    (number(readiness.initialDelaySeconds) ?? 0) + (number(readiness.periodSeconds) ?? 10) * (number(readiness.failureThreshold) ?? 3);
  const isStrict = budget <= 10 || (readiness.periodSeconds !== undefined && budget < readinessBudget / 2);
  if (!isStrict && !change && budget > 45) return undefined;
  const evidence = [
    stateEvidence(
      workload.ref,
      `spec.template.spec.containers[${container.name}].livenessProbe`,
      probe,
      `The liveness probe starts after ${delay} s and runs every ${period} s with a timeout of ${timeout} s and ${failures} allowed failures: the container is killed after ${budget} s`,
    ),
  ];
  return build(
    scene,
    workload,
    found,
    'probe.liveness_timing_wrong',
    `kills the container ${budget} s after its start, before it can answer`,
    evidence,
    isStrict || change ? 0 : -0.25,
  );
}

function startup(scene: Scene, workload: Workload, found: Failure): Candidate {
  const { trouble, container } = found;
  const candidate = build(
    scene,
    workload,
    found,
    'probe.startup_wrong',
    'gives up before the container has started, or checks the wrong target',
    [],
    0,
  );
  // A program that cannot start fails its startup probe, too: if the probe was not changed, its failure may be a consequence.
  const change = recentChange(scene, workload.ref, ['startup']);
  const isOther = trouble.container !== undefined && trouble.container.name !== container.name;
  return change && !isOther ? candidate : { ...candidate, own: false, proof: isOther ? 'pattern' : 'event', weight: -0.15 };
}

function build(
  scene: Scene,
  workload: Workload,
  found: Failure,
  code: string,
  what: string,
  evidence: Evidence[],
  weight: number,
): Candidate {
  const { kind, trouble, event, container } = found;
  const edit = command`kubectl edit ${kindAndName(workload.ref)}`;
  const candidate: Candidate = {
    code,
    object: workload.ref,
    proof: 'state',
    weight,
    own: true,
    summary: `The ${kind} probe of container ${container.name} of ${shown(workload.ref)} ${what}.`,
    evidenceFor: [eventEvidence(event), ...evidence],
    remedies: [{ text: `Correct the ${kind} probe in the pod template.`, command: edit }, ...undo(workload.ref)],
    hits: [
      hit(
        workload,
        `${kind} probe`,
        kind === 'readiness'
          ? 'The probe fails, so the pod is removed from its Services'
          : 'The probe fails, so the kubelet kills and restarts the container',
      ),
    ],
    ...(trouble.since !== undefined && { onset: trouble.since }),
  };
  return withChange(scene, candidate, workload.ref, [kind, 'ports']);
}
