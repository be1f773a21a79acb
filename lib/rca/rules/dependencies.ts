import { command, inNamespace, kindAndName, kindSlashName, variableName } from '#lib/kubernetes/commands.ts';
import { items, texts } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import { isClusterName } from '#lib/kubernetes/service-hosts.ts';
import { isClose, isDatabase, isServerFault } from '../cluster/addresses.ts';
import type { Call, LogFact, Service, Workload } from '../cluster/index.ts';
import { changeEvidence, logEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls, REACHING_FAILURES } from '../failing-calls.ts';
import { type Advice, type Candidate, hit, type Rule, recentChange, type Scene, withChange } from '../rule.ts';
import type { ChangeRecord, Evidence } from '../types.ts';

/**
 * Calls that fail because the caller has the wrong address.
 * Signals: log lines "no such host", "connection refused", "timeout" with a host and port; the host in the caller's
 * environment, arguments or ConfigMaps; no Service of that name, or none of its ports is the one that is called.
 * Blames: the caller, or the ConfigMap that holds the address. Spreads: caller -> its own callers.
 * Source: kubernetes.io/docs/concepts/services-networking/dns-pod-service; kubernetes.io/docs/tasks/debug/debug-application/debug-service.
 */
export const dependencyRule: Rule = (scene) => {
  const wrong = scene.cluster.workloads.flatMap((workload) => wrongAddresses(scene, workload));
  const ports = scene.cluster.workloads.flatMap((workload) => wrongPorts(scene, workload));
  return [...wrong, ...ports];
};

interface Wrong {
  host: string;
  port: number | undefined;
  call: Call | undefined;
  fact: LogFact | undefined;
  why: string;
}

function wrongAddresses(scene: Scene, workload: Workload): Candidate[] {
  if (!scene.signOf(workload)) return [];
  const found = new Map<string, Wrong>();
  const { cluster } = scene;
  for (const fact of failingCalls(scene, workload)) {
    const host = fact.host;
    if (!host) continue;
    const call = cluster.callsOf(workload).find((one) => one.host === host || one.host.split('.')[0] === host.split('.')[0]);
    const service = cluster.names.resolve(host, workload.ref.namespace);
    const why = wrongness(scene, workload, fact, service, call);
    if (why && (call || fact.type === 'host-unknown' || service)) found.set(host, { host, port: fact.port ?? call?.port, call, fact, why });
  }
  const isDown = scene.signOf(workload)?.what !== 'CallsFailing';
  const isExplained = failingCalls(scene, workload).some(({ host }) => host !== undefined);
  for (const call of isDown && !isExplained ? cluster.callsOf(workload) : []) {
    if (found.has(call.host) || !cluster.knows('Service', workload.ref.namespace)) continue;
    const isDangling =
      call.inCluster && !call.service && (call.port !== undefined || /:\/\//.test(call.value)) && !othersCall(scene, workload, call);
    const isWrongPort =
      call.service &&
      call.port !== undefined &&
      call.service.clusterIp !== 'None' &&
      call.service.ports.length > 0 &&
      call.service.ports.every(({ port }) => port !== call.port) &&
      !allCallersUse(scene, call);
    if (isDangling)
      found.set(call.host, { host: call.host, port: call.port, call, fact: undefined, why: `there is no Service named ${call.host}` });
    else if (isWrongPort)
      found.set(call.host, {
        host: call.host,
        port: call.port,
        call,
        fact: undefined,
        why: `${shown(call.service!.ref)} has no port ${call.port} (it has ${call.service!.ports.map(({ port }) => port).join(', ')})`,
      });
  }
  return [...found.values()].map((wrong) => addressCandidate(scene, workload, wrong));
}

/** Why the address is wrong; undefined if the address is right and the fault lies with what it leads to. */
function wrongness(
  { cluster }: Scene,
  workload: Workload,
  fact: LogFact,
  service: Service | undefined,
  call: Call | undefined,
): string | undefined {
  const { host = '', port } = fact;
  if (service) {
    const calledPort = port ?? call?.port;
    const isHeadless = service.clusterIp === 'None';
    if (
      calledPort !== undefined &&
      !isHeadless &&
      service.ports.length > 0 &&
      service.ports.every((one) => one.port !== calledPort) &&
      fact.type !== 'host-unknown' &&
      !(call && allCallersUseIn(cluster, call))
    )
      return `${shown(service.ref)} has no port ${calledPort} (it has ${service.ports.map((one) => one.port).join(', ')})`;
    return undefined;
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return call ? `nothing in the cluster has the address ${host}` : undefined;
  // The name server itself failed: the name may well be right, unless it is one that only the cluster could know and does not.
  const isOfCluster = isClusterName(host);
  if (fact.type === 'host-unknown' && isServerFault(fact.line) && !(isOfCluster && cluster.knows('Service'))) return undefined;
  if (fact.type === 'host-unknown')
    return cluster.knows('Service', workload.ref.namespace) || !cluster.knows('Service') ? `there is no Service named ${host}` : undefined;
  return call?.inCluster && cluster.knows('Service', workload.ref.namespace) ? `there is no Service named ${host}` : undefined;
}

function allCallersUse({ cluster }: Scene, call: Call): boolean {
  return allCallersUseIn(cluster, call);
}

/** Whether the Service is wrong and not the caller: its pods listen on the called port, or all callers use that port. */
function allCallersUseIn(cluster: Scene['cluster'], call: Call): boolean {
  const { service } = call;
  if (!service) return false;
  const listening = service.pods.flatMap(({ spec }) =>
    items(spec.containers).flatMap((container) => items(container.ports).map(({ containerPort }) => containerPort)),
  );
  const isConsistent = service.ports.some(({ port, target }) => port === target && listening.includes(port));
  if (listening.includes(call.port) && !isConsistent) return true;
  const callers = cluster.callersOf(service);
  const offered = service.ports.map(({ port }) => port);
  return (
    !isConsistent &&
    callers.length > 1 &&
    callers.every((caller) =>
      cluster.callsOf(caller).some((one) => one.service === service && one.port !== undefined && !offered.includes(one.port)),
    )
  );
}

/** Whether other workloads name the same missing host: then the Service is missing and the address is right. */
function othersCall({ cluster }: Scene, workload: Workload, call: Call): boolean {
  return cluster.workloads.some(
    (other) =>
      other !== workload && other.ref.namespace === workload.ref.namespace && cluster.callsOf(other).some((one) => one.host === call.host),
  );
}

function addressCandidate(scene: Scene, workload: Workload, { host, port, call, fact, why }: Wrong): Candidate {
  const database = isDatabase({ host, port, variable: call?.variable, line: fact?.line });
  const source = call ? undefined : configOf(scene, workload, host);
  const object = source?.change || source?.holds ? source.object : workload.ref;
  const address = port === undefined ? host : `${host}:${port}`;
  const evidence: Evidence[] = [
    ...(fact ? [logEvidence(fact)] : []),
    ...(call ? [stateEvidence(workload.ref, call.where, call.value, `${call.where} is ${call.value}`)] : []),
    ...(source?.holds
      ? [stateEvidence(source.object, `data.${source.holds}`, host, `${shown(source.object)} contains ${host} in ${source.holds}`)]
      : []),
    stateEvidence(workload.ref, 'services', why, why),
    ...similarServices(scene, workload, host),
  ];
  const candidate: Candidate = {
    code: database ? 'dependency.db_address_wrong' : 'config.dependency_address_wrong',
    object,
    proof: fact && (call || source) ? 'state' : fact ? 'log' : 'pattern',
    weight: fact ? (call || source ? 0 : 0.05) : 0.12,
    own: true,
    summary: `${shown(workload.ref)} calls ${address}${call ? ` (${call.where})` : ''}, but ${why}.`,
    evidenceFor: evidence,
    remedies: addressRemedies(workload, object, call),
    hits: [hit(workload, fact?.type === 'refused' ? 'connection refused' : 'name not found', `Its calls to ${address} fail`)],
    ...(fact?.at !== undefined && { onset: fact.at }),
  };
  if (source?.change) return { ...candidate, change: source.change, evidenceFor: [changeEvidence(source.change), ...evidence] };
  return withChange(scene, candidate, workload.ref, ['env', 'command', 'config-reference']);
}

/** The ConfigMap or Secret of an address that the pod template does not show: it contains the host, or was changed shortly before. */
function configOf(
  scene: Scene,
  workload: Workload,
  host: string,
): { object: ObjectRef; holds: string | undefined; change: ChangeRecord | undefined } | undefined {
  const sources = scene.cluster.referencesOf(workload).filter(({ target }) => target.kind === 'ConfigMap' || target.kind === 'Secret');
  for (const { target } of sources) {
    const data = texts(scene.cluster.find(target.kind, target.namespace, target.name)?.object.data);
    const holds = Object.keys(data)
      .sort()
      .find((key) => data[key]!.includes(host));
    if (holds) return { object: target, holds, change: recentChange(scene, target, ['data']) };
  }
  const changed = sources.flatMap(({ target }) => {
    const change = recentChange(scene, target, ['data']);
    return change ? [{ object: target, holds: undefined, change }] : [];
  });
  return changed[0];
}

/** A Service whose name is similar to the wrong one: the one that was probably meant. */
function similarServices({ cluster }: Scene, workload: Workload, host: string): Evidence[] {
  const name = host.split('.')[0] ?? '';
  const close = cluster.services.filter(
    (service) => service.ref.namespace === workload.ref.namespace && service.ref.name !== name && isClose(service.ref.name, name),
  );
  return close
    .slice(0, 1)
    .map((service) =>
      stateEvidence(service.ref, 'metadata.name', service.ref.name, `A Service with a similar name exists: ${service.ref.name}`),
    );
}

/** How to correct the address that a workload calls. */
export function addressRemedies({ ref: own }: Workload, object: ObjectRef, call: Call | undefined): Advice[] {
  const set = call?.variable ? command`kubectl set env ${kindSlashName(own)} ${variableName(call.variable)}=HOST:PORT` : undefined;
  return [
    { text: 'Correct the address.', command: set ?? command`kubectl edit ${kindAndName(object)}` },
    { text: 'List the Services.', command: command`kubectl get services ${inNamespace(own)}` },
  ];
}

/** Calls to a port that the Service does not have although it matches its pods: they can never succeed, even if no log complains. */
function wrongPorts(scene: Scene, workload: Workload): Candidate[] {
  if (scene.signOf(workload)) return [];
  return scene.cluster.callsOf(workload).flatMap((call) => {
    const { service, port } = call;
    if (
      !service ||
      port === undefined ||
      service.clusterIp === 'None' ||
      service.ports.length === 0 ||
      service.ports.some((one) => one.port === port) ||
      allCallersUseIn(scene.cluster, call)
    )
      return [];
    const fact = scene.cluster.factsOf(workload).find((one) => REACHING_FAILURES.has(one.type) && one.host === call.host);
    const why = `${shown(service.ref)} has no port ${port} (it has ${service.ports.map((one) => one.port).join(', ')})`;
    return [addressCandidate(scene, workload, { host: call.host, port, call, fact, why })];
  });
}
