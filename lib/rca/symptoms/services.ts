import { dig, fields, items, text, time } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { isClusterName } from '#lib/kubernetes/service-hosts.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Cluster, LogFact, Service, Workload } from '../cluster/index.ts';
import type { FactType } from '../cluster/log-patterns.ts';
import { logMessage } from '../wording.ts';
import { type Sign, workloadsWithoutSign } from './symptom.ts';
import { troublesOf } from './workloads.ts';

/** Services that are needed but have no pod to send traffic to. */
export function serviceSigns(cluster: Cluster): Sign[] {
  return cluster.services.flatMap((service) => {
    if (!isUnserved(cluster, service)) return [];
    const message =
      service.pods.length === 0
        ? `the selector ${selectorText(service)} matches no pod`
        : `none of its ${service.pods.length} pods is ready`;
    return [{ object: service.ref, what: 'NoEndpoints', message, workload: undefined, troubles: [] }];
  });
}

/** Whether a Service has no pod to send traffic to, except while its pods start and if nothing needs it. */
function isUnserved(cluster: Cluster, service: Service): boolean {
  if (service.external || Object.keys(service.selector).length === 0 || service.readyPods.length > 0 || service.deletedAt !== undefined)
    return false;
  if (service.endpoints !== undefined && service.endpoints.length > 0) return false;
  if (!cluster.knows('Pod') && !cluster.knows('Deployment')) return false;
  if (service.pods.length > 0) return service.workloads.some((one) => troublesOf(cluster, one).length > 0);
  return isNeeded(cluster, service);
}

/** Whether a Service is needed: it has callers, an Ingress routes to it, or there are pods that it was probably meant for. */
export function isNeeded(cluster: Cluster, service: Service): boolean {
  return (
    cluster.callersOf(service).some((caller) => isRunning(caller)) ||
    ingressesTo(cluster, service).length > 0 ||
    namesake(cluster, service) !== undefined
  );
}

/** Ingresses that route to a Service. */
export function ingressesTo(cluster: Cluster, service: Service): Entity[] {
  return cluster
    .of('Ingress')
    .filter((ingress) => ingress.ref.namespace === service.ref.namespace && backendsOf(ingress).includes(service.ref.name));
}

/** The names of the Services that an Ingress routes to. */
export function backendsOf(ingress: Entity): string[] {
  const spec = fields(ingress.object.spec);
  const backends = [
    spec.defaultBackend,
    ...items(spec.rules).flatMap((rule) => items(dig(rule, 'http', 'paths')).map(({ backend }) => backend)),
  ];
  return backends.flatMap((backend) => text(dig(backend, 'service', 'name')) ?? []);
}

/** The running workload that a Service without matching pods was most likely meant for, by its name or by most of its selector. */
export function namesake(cluster: Cluster, service: Service): Workload | undefined {
  const own = cluster.workloads.filter(
    (one) => one.ref.namespace === service.ref.namespace && one.ref.kind !== 'CronJob' && one.ref.kind !== 'Job',
  );
  const named = own.find((one) => one.ref.name === service.ref.name && isRunning(one));
  if (named) return named;
  const idle = own.filter((one) => isRunning(one) && cluster.servicesOf(one).length === 0);
  const shared = (one: Workload) => Object.entries(service.selector).filter(([name, value]) => one.templateLabels[name] === value).length;
  const [close] = idle.filter((one) => shared(one) > 0).toSorted((a, b) => shared(b) - shared(a));
  // If the namespace has just one workload and one Service, they belong together.
  const isOnly =
    idle.length === 1 && own.length === 1 && cluster.services.filter(({ ref }) => ref.namespace === service.ref.namespace).length === 1;
  return close ?? (isOnly ? idle[0] : undefined);
}

export function isRunning(workload: Workload): boolean {
  return workload.pods.some((pod) => pod.phase === 'Running' && pod.deletedAt === undefined);
}

export function selectorText(service: Service): string {
  return Object.entries(service.selector)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** Log facts about failed calls to something else. */
export const CALL_FAILURES: ReadonlySet<FactType> = new Set([
  'host-unknown',
  'refused',
  'timeout',
  'unreachable',
  'unavailable',
  'protocol',
  'credentials',
  'connections-exhausted',
  'read-only',
  'tls',
]);

/** Calls that still fail are at most this far from the end of the log; a log that ended longer ago than SILENT_MS is out of date. */
const RECENT_MS = 90_000;
const SILENT_MS = 10 * 60_000;
const MIN_LINES = 3;

/** Running workloads whose recent log repeatedly reports failing calls. */
export function callSigns(cluster: Cluster, known: readonly Sign[]): Sign[] {
  return workloadsWithoutSign(cluster, known).flatMap((workload) => {
    if (!isRunning(workload)) return [];
    const failing = cluster
      .factsOf(workload)
      .filter(
        (fact) =>
          (isCurrentFailure(fact, cluster.now) && !isRecovered(cluster, workload, fact)) || isConfirmedByState(cluster, workload, fact),
      );
    const [worst] = failing.toSorted((a, b) => b.count - a.count);
    if (!worst) return [];
    const target = worst.host ? ` (${worst.host}${worst.port ? `:${worst.port}` : ''})` : '';
    return [
      {
        object: workload.ref,
        what: 'CallsFailing',
        message: `${shown(workload.ref)} logs ${worst.type}${target}: ${logMessage(worst.line)}`,
        ...(worst.at !== undefined && { since: worst.at }),
        workload,
        troubles: [],
      },
    ];
  });
}

/** Whether a failure is logged repeatedly until the end of the log. After a recovery, other lines follow. */
export function isCurrentFailure(fact: LogFact, now: number): boolean {
  if (fact.previous || !CALL_FAILURES.has(fact.type) || fact.count < MIN_LINES) return false;
  if (fact.at === undefined) return fact.linesAfter < 50;
  return (fact.logEnd ?? now) - fact.at < RECENT_MS && now - fact.at < SILENT_MS;
}

/** Whether the outage is over: all pods behind the called Service became ready only after the last failed call. */
function isRecovered(cluster: Cluster, workload: Workload, { host, at, type }: LogFact): boolean {
  if (host === undefined || at === undefined || !REACHING.has(type)) return false;
  const service = cluster.names.resolve(host, workload.ref.namespace);
  const since = (service?.readyPods ?? []).map((pod) => time(condition(pod.object, 'Ready')?.lastTransitionTime));
  return since.length > 0 && since.every((ready) => ready !== undefined && ready + READY_LAG_MS >= at);
}

/** kube-proxy and resolvers learn of a ready pod with this delay. */
const READY_LAG_MS = 3_000;

/** Whether the state confirms a failed call (no such name or port, or no ready pod), so that a single log line is enough. */
export function isConfirmedByState(cluster: Cluster, workload: Workload, { type, host, port, previous }: LogFact): boolean {
  if (previous || host === undefined || !REACHING.has(type)) return false;
  const service = cluster.names.resolve(host, workload.ref.namespace);
  const isConfigured = cluster.callsOf(workload).some((call) => call.host === host);
  if (!service) return isConfigured && isClusterName(host) && cluster.knows('Service', workload.ref.namespace);
  if (type === 'host-unknown' || service.external) return false;
  if (service.pods.length === 0 && Object.keys(service.selector).length === 0) return false;
  const isOffered =
    port === undefined || service.ports.length === 0 || service.ports.some((one) => one.port === port || one.target === port);
  return !isOffered || service.readyPods.length === 0;
}

const REACHING: ReadonlySet<FactType> = new Set(['host-unknown', 'refused', 'timeout', 'unreachable', 'unavailable']);
