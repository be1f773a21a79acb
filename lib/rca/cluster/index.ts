import { byText, canonical, wordings } from '#lib/kubernetes/canonical.ts';
import { dig, items, text, time, words } from '#lib/kubernetes/fields.ts';
import { condition } from '#lib/kubernetes/object.ts';
import type { RelationType } from '#lib/kubernetes/references.ts';
import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import { StillRelations } from '#lib/kubernetes/still-relations.ts';
import { type TemplateReference, templateReferences } from '#lib/kubernetes/template-references.ts';
import type { AlertRecord, ChangeRecord, Snapshot, Window } from '../types.ts';
import { type Call, callsOf, type ServiceNames, serviceNames } from './calls.ts';
import { type Aspect, aspectOf, changesOf } from './changes.ts';
import { type Entity, type Inventory, inventoryOf } from './entities.ts';
import { type ClusterEvent, eventsOf, readEvents } from './events.ts';
import { type Eviction, evictionsOf } from './evictions.ts';
import { withImplied } from './implied.ts';
import { type LastLine, lastLinesOf } from './last-lines.ts';
import { type LogFact, logFactsOf } from './log-facts.ts';
import type { Pod } from './pods.ts';
import { type Preemption, preemptionsOf } from './preemptions.ts';
import { relationBetween } from './relations.ts';
import { type Series, seriesOf } from './series.ts';
import { type Service, servicesOf } from './services.ts';
import { type Workload, workloadsOf } from './workloads.ts';

/**
 * A snapshot indexed for the rules: objects by name, pods with their owners, Services with the pods they select, calls
 * between workloads, events, log facts and changes by object. Built once per diagnosis; the order of the snapshot's lists
 * does not matter.
 */
export interface Cluster extends Inventory {
  now: number;
  window: Window;
  workloads: readonly Workload[];
  services: readonly Service[];
  nodes: readonly Entity[];
  alerts: readonly AlertRecord[];
  series: readonly Series[];
  names: ServiceNames;
  /** The workload that a pod belongs to. */
  workloadOf(pod: ObjectRef): Workload | undefined;
  serviceAt(service: ObjectRef): Service | undefined;
  /** A workload by its own ref, or by the ref of an object that it owns. */
  workloadAt(owner: ObjectRef): Workload | undefined;
  podsOn(node: string): readonly Pod[];
  eventsAbout(object: ObjectRef): readonly ClusterEvent[];
  /** Events about a workload and everything it owns, oldest first. */
  eventsOf(workload: Workload): readonly ClusterEvent[];
  allEvents: readonly ClusterEvent[];
  /** The pods of a workload that were evicted, oldest first, also those that are gone. */
  evictionsOf(workload: Workload): readonly Eviction[];
  /** The pods of a workload that the scheduler removed for pods of higher priority, oldest first. */
  preemptionsOf(workload: Workload): readonly Preemption[];
  factsOf(workload: Workload): readonly LogFact[];
  /** The last line of a container's log that says what went wrong. */
  lastLineOf(pod: ObjectRef, container: string | undefined): LastLine | undefined;
  /** The relations between the snapshot's objects. */
  relations: StillRelations;
  /** The type of the relation through which a failure spreads from one object to another; null if there is none. */
  relationBetween(cause: ObjectRef, dependent: ObjectRef): RelationType | null;
  podAt(pod: ObjectRef): Pod | undefined;
  callsOf(workload: Workload): readonly Call[];
  /** Workloads that are configured to call a Service, or whose logs report failed calls to it. */
  callersOf(service: Service): readonly Workload[];
  referencesOf(workload: Workload): readonly TemplateReference[];
  /** Workloads whose template refers to an object by name. */
  consumersOf(object: ObjectRef): readonly Workload[];
  servicesOf(workload: Workload): readonly Service[];
  changesOf(object: ObjectRef): readonly ChangeRecord[];
  /** The newest change to one of these aspects of an object. */
  changeIn(object: ObjectRef, aspects: readonly Aspect[]): ChangeRecord | undefined;
  /** Whether the snapshot itself contains pods, nodes, events and logs. */
  hasPods: boolean;
  hasNodes: boolean;
  hasEvents: boolean;
  hasLogs: boolean;
}

/** Builds the index of a snapshot. Never throws, whatever the snapshot contains. */
export function clusterOf(snapshot: Snapshot, window: Window): Cluster {
  const given = inventoryOf(snapshot.resources, snapshot.read);
  const inventory = withImplied(snapshot, given, window);
  const workloads = workloadsOf(inventory);
  const relations = new StillRelations(inventory.all);
  const owners = ownersByKey(workloads);
  const pods = new Map(workloads.flatMap((workload) => workload.pods.map((pod) => [pod.key, pod])));
  const services = servicesOf(inventory, workloads, relations, pods, owners);
  const names = serviceNames(services);
  const read = readEvents(snapshot.events, inventory);
  const events = eventsOf(read, inventory, window);
  const evictions = evictionsOf(read, workloads, window);
  const preemptions = preemptionsOf(read, inventory, workloads, window);
  const facts = logFactsOf(snapshot.logs, workloads, window);
  const lastLines = lastLinesOf(snapshot.logs);
  const changes = changesOf(snapshot.changes, workloads, window);
  const eventsByObject = grouped(events, (event) => event.aboutKey);
  const calls = new Map(workloads.map((workload) => [workload.key, callsOf(workload, names)]));
  const references = new Map(workloads.map((workload) => [workload.key, templateReferences(workload.template, workload.ref.namespace)]));
  // An address from a Secret or a file does not appear in the template, but failed calls to it appear in the log.
  const callersFromLogs = grouped(
    workloads.flatMap((workload) =>
      (facts.get(workload.key) ?? []).flatMap(({ host }) => {
        const service = host ? names.resolve(host, workload.ref.namespace) : undefined;
        return service ? [{ service, workload }] : [];
      }),
    ),
    ({ service }) => service.key,
  );
  const servicesByKey = new Map(services.map((service) => [service.key, service]));
  const servicesByWorkload = new Map<string, Service[]>();
  for (const service of services) {
    for (const { key } of service.workloads) {
      const known = servicesByWorkload.get(key);
      if (known) known.push(service);
      else servicesByWorkload.set(key, [service]);
    }
  }
  const nodes = inventory.of('Node');
  const ofWorkload = new Map<string, ClusterEvent[]>();
  const eventsByWorkload = (workload: Workload): ClusterEvent[] => {
    const known = ofWorkload.get(workload.key);
    if (known) return known;
    const about = [...(eventsByObject.get(workload.key) ?? [])];
    for (const { key } of [...workload.replicaSets, ...workload.jobs, ...workload.pods])
      if (key !== workload.key) about.push(...(eventsByObject.get(key) ?? []));
    about.sort((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0));
    ofWorkload.set(workload.key, about);
    return about;
  };
  const dependants = (object: ObjectRef, types: ReadonlySet<RelationType>): Workload[] => {
    const found = relations.to(object).flatMap(({ type, key }) => (types.has(type) ? (owners.get(key) ?? []) : []));
    return [...new Set(found)].sort((a, b) => byText(a.key, b.key));
  };
  const owned = (object: ObjectRef): ObjectRef[] => {
    const workload = owners.get(keyOf(object));
    if (!workload || workload.key !== keyOf(object)) return [object];
    return [object, ...[...workload.replicaSets, ...workload.jobs, ...workload.pods].map((one) => one.ref)];
  };
  return {
    ...inventory,
    now: typeof window.to === 'number' ? window.to : (time(snapshot.collectedAt) ?? 0),
    window,
    workloads,
    services,
    nodes,
    alerts: alertsOf(snapshot.alerts),
    series: seriesOf(snapshot.metrics),
    names,
    workloadOf: (pod) => owners.get(keyOf(pod)),
    serviceAt: (service) => servicesByKey.get(keyOf(service)),
    workloadAt: (owner) => owners.get(keyOf(owner)),
    podsOn: (node) =>
      relations.to(ref('Node', undefined, node)).flatMap(({ type, key }) => (type === 'RUNS_ON' ? (pods.get(key) ?? []) : [])),
    eventsAbout: (object) => eventsByObject.get(keyOf(object)) ?? [],
    eventsOf: (workload) => eventsByWorkload(workload),
    allEvents: events,
    evictionsOf: (workload) => evictions.get(workload.key) ?? [],
    preemptionsOf: (workload) => preemptions.get(workload.key) ?? [],
    factsOf: (workload) => facts.get(workload.key) ?? [],
    lastLineOf: (pod, container) =>
      container === undefined ? undefined : lastLines.get(`${pod.namespace ?? ''}/${pod.name}/${container}`),
    callsOf: (workload) => calls.get(workload.key) ?? [],
    callersOf: (service) => [
      ...new Set([...dependants(service.ref, CALL), ...(callersFromLogs.get(service.key) ?? []).map(({ workload }) => workload)]),
    ],
    referencesOf: (workload) => references.get(workload.key) ?? [],
    consumersOf: (object) => dependants(object, USES),
    relations,
    relationBetween: (cause, dependent) => relationBetween(relations, owned, cause, dependent),
    podAt: (pod) => pods.get(keyOf(pod)),
    servicesOf: (workload) => servicesByWorkload.get(workload.key) ?? [],
    changesOf: (object) => changes.get(keyOf(object)) ?? [],
    changeIn: (object, aspects) =>
      (changes.get(keyOf(object)) ?? []).find((change) => change.fields.some(({ path }) => aspects.includes(aspectOf(path)))),
    hasPods: given.knows('Pod'),
    hasNodes: given.knows('Node'),
    hasEvents: items(snapshot.events).length > 0,
    hasLogs: items(snapshot.logs).some((log) => words(log.lines).length > 0),
  };
}

const CALL: ReadonlySet<RelationType> = new Set(['CALLS']);
const USES: ReadonlySet<RelationType> = new Set(['USES_CONFIG', 'USES_SECRET', 'USES_ACCOUNT', 'MOUNTS']);

function ownersByKey(workloads: readonly Workload[]): Map<string, Workload> {
  const owners = new Map<string, Workload>();
  for (const workload of workloads) {
    for (const owned of [...workload.pods, ...workload.replicaSets, ...workload.jobs]) owners.set(owned.key, workload);
    owners.set(workload.key, workload);
  }
  return owners;
}

function grouped<T>(list: readonly T[], by: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = by(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Firing alerts in a stable order. */
function alertsOf(raw: unknown): AlertRecord[] {
  return items(raw)
    .filter((alert) => alert.status !== 'resolved')
    .map((alert) => {
      const startsAt = time(alert.startsAt);
      return {
        status: text(alert.status) ?? 'firing',
        labels: wordings(alert.labels),
        annotations: wordings(alert.annotations),
        ...(startsAt !== undefined && { startsAt }),
      };
    })
    .sort((a, b) => byText(canonical(a), canonical(b)));
}

/** Whether a node reports that it is ready; undefined if it has no such condition. */
export function isNodeReady(node: Entity): boolean | undefined {
  const status = condition(node.object, 'Ready')?.status;
  return status === undefined ? undefined : status === 'True';
}

/** Whether a node is cordoned. */
export function isCordoned(node: Entity): boolean {
  return dig(node.object, 'spec', 'unschedulable') === true;
}

export type { Aspect, Call, ClusterEvent, Entity, LogFact, Pod, Service, Workload };
