import { byText } from '#lib/kubernetes/canonical.ts';
import { dig, type Fields, fields, items, text, words } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef, ref } from '#lib/kubernetes/refs.ts';
import type { Snapshot, Window } from '../types.ts';
import { type Inventory, inventoryOf } from './entities.ts';
import { type DetailedEvent, eventOf } from './events.ts';
import { containerNamed, podStatusFromEvents } from './pod-status-from-events.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet'];

/**
 * Adds objects that the snapshot lacks but its events and logs mention, so that a few events or a log alone can be
 * diagnosed, and completes pods whose status is incomplete from their events. Objects are added only for kinds of which
 * the snapshot has none; otherwise an event about an absent object is about a deleted one.
 */
export function withImplied({ resources, events, logs, read }: Snapshot, inventory: Inventory, window: Window): Inventory {
  const eventsByKey = eventsByObject(events, inventory, window, (about) => !inventory.knows(about.kind) || about.kind === 'Pod');
  const completed = new Map<string, KubernetesObject>();
  for (const pod of inventory.of('Pod')) {
    const known = eventsByKey.get(pod.key);
    if (known && isIncomplete(pod.object)) completed.set(pod.key, { ...pod.object, status: completedStatus(pod.object, known) });
  }
  const implied = new Map<string, KubernetesObject>();
  for (const [key, known] of [...eventsByKey.entries()].sort(([a], [b]) => byText(a, b))) {
    const { about } = known[0]!;
    if (inventory.knows(about.kind) || inventory.find(about.kind, about.namespace, about.name)) continue;
    const object = impliedObject(inventory, about, known);
    if (object) implied.set(key, object);
  }
  if (!inventory.knows('Pod'))
    for (const log of items(logs)) {
      const [namespace, name, container] = [text(log.namespace), text(log.pod), text(log.container)];
      if (!namespace || !name || words(log.lines).length === 0) continue;
      const key = keyOf(ref('Pod', namespace, name));
      if (implied.has(key) || !mayExist(inventory, namespace, name)) continue;
      implied.set(key, loggingPod(inventory, namespace, name, container ?? 'main', log.previous === true));
    }
  if (implied.size === 0 && completed.size === 0) return inventory;
  const known = items(resources).map((object) => completed.get(keyOfRaw(object)) ?? object);
  return inventoryOf([...known, ...[...implied.entries()].sort(([a], [b]) => byText(a, b)).map(([, one]) => one)], read);
}

function keyOfRaw(object: Fields): string {
  return keyOf(ref(text(object.kind) ?? '', text(dig(object, 'metadata', 'namespace')), text(dig(object, 'metadata', 'name')) ?? ''));
}

/** The events within the window by the object they are about, oldest first. */
function eventsByObject(
  events: unknown,
  inventory: Inventory,
  window: Window,
  isWanted: (about: ObjectRef) => boolean,
): Map<string, DetailedEvent[]> {
  const found = new Map<string, DetailedEvent[]>();
  for (const raw of items(events)) {
    const event = eventOf(raw, inventory);
    if (!event || !isWanted(event.about) || (event.lastAt !== undefined && event.lastAt < window.from)) continue;
    const detailed: DetailedEvent = {
      ...event,
      container: containerNamed(text(fields(raw.involvedObject ?? raw.regarding).fieldPath), event.message),
      host: text(dig(raw, 'source', 'host')) ?? text(dig(raw, 'deprecatedSource', 'host')),
    };
    const list = found.get(event.aboutKey);
    if (list) list.push(detailed);
    else found.set(event.aboutKey, [detailed]);
  }
  for (const list of found.values())
    list.sort((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0) || byText(a.reason, b.reason) || byText(a.message, b.message));
  return found;
}

/** Whether a status lacks the state of its containers, as in a table or a short description. */
function isIncomplete(pod: KubernetesObject): boolean {
  const status = fields(pod.status);
  const phase = text(status.phase);
  if (phase !== undefined && phase !== 'Pending' && phase !== 'Running') return false;
  return (
    items(status.containerStatuses).length === 0 &&
    items(status.initContainerStatuses).length === 0 &&
    items(status.conditions).length === 0
  );
}

function completedStatus(pod: KubernetesObject, events: readonly DetailedEvent[]): Fields {
  const names = items(dig(pod, 'spec', 'containers')).flatMap(({ name }) => text(name) ?? []);
  return { ...podStatusFromEvents(events, names[0])?.status, ...fields(pod.status) };
}

/** Whether a pod may exist: if workloads are known, one of them must own it. */
function mayExist(inventory: Inventory, namespace: string | undefined, pod: string): boolean {
  if (!WORKLOADS.some((kind) => inventory.knows(kind))) return true;
  const owner = ownerByName(inventory, namespace, pod);
  const object = owner && inventory.find(owner.of.kind, namespace, owner.of.name)?.object;
  return object !== undefined && dig(object, 'spec', 'replicas') !== 0 && dig(object, 'status', 'replicas') !== 0;
}

/** The controller whose pods have such a name (`<set>-<hash>`, `<name>-<ordinal>`), and the owner reference of such a pod. */
function ownerByName(inventory: Inventory, namespace: string | undefined, pod: string): { of: ObjectRef; owner: Fields } | undefined {
  const [, set, deployment] = /^((.+)-[a-z0-9]{5,10})-[a-z0-9]{5}$/.exec(pod) ?? [];
  const [, stateful] = /^(.+)-\d+$/.exec(pod) ?? [];
  const [, other] = /^(.+)-[a-z0-9]{5}$/.exec(pod) ?? [];
  const options: [string, string | undefined, Fields][] = [
    ['Deployment', deployment, { kind: 'ReplicaSet', name: set, controller: true }],
    ['StatefulSet', stateful, { kind: 'StatefulSet', name: stateful, controller: true }],
    ['DaemonSet', other, { kind: 'DaemonSet', name: other, controller: true }],
    ['Job', other, { kind: 'Job', name: other, controller: true }],
    ['ReplicaSet', other, { kind: 'ReplicaSet', name: other, controller: true }],
  ];
  for (const [kind, name, owner] of options)
    if (name && inventory.find(kind, namespace, name)) return { of: ref(kind, namespace, name), owner };
  return undefined;
}

function bare({ kind, namespace, name }: ObjectRef, body: Fields, owner?: Fields): KubernetesObject {
  return { kind, metadata: { name, ...(namespace && { namespace }), ...(owner && { ownerReferences: [owner] }) }, ...body };
}

function impliedObject(inventory: Inventory, about: ObjectRef, events: readonly DetailedEvent[]): KubernetesObject | undefined {
  const newest = (reasons: RegExp) => events.findLast(({ reason }) => reasons.test(reason));
  switch (about.kind) {
    case 'Pod': {
      const implied = podStatusFromEvents(events, undefined);
      if (!implied || !mayExist(inventory, about.namespace, about.name)) return undefined;
      return bare(about, { spec: implied.spec, status: implied.status }, ownerByName(inventory, about.namespace, about.name)?.owner);
    }
    case 'Node': {
      const conditions = nodeConditions(events);
      return conditions.length > 0 ? bare(about, { status: { conditions } }) : undefined;
    }
    case 'PersistentVolumeClaim': {
      const failed = newest(/^(FailedBinding|ProvisioningFailed|VolumeMismatch|ClaimLost|ExternalProvisioning)$/);
      const done = newest(/^(ProvisioningSucceeded|Bound)$/);
      if (!failed || (done && (done.lastAt ?? 0) > (failed.lastAt ?? 0))) return undefined;
      return bare(about, { status: { phase: failed.reason === 'ClaimLost' ? 'Lost' : 'Pending' } });
    }
    case 'Deployment': {
      const refused = newest(/^ReplicaSetCreateError$/);
      if (!refused) return undefined;
      const progressing = { type: 'Progressing', status: 'False', reason: refused.reason, message: refused.message };
      return bare(about, { spec: { replicas: 1 }, status: { conditions: [progressing] } });
    }
    case 'ReplicaSet': {
      // The Deployment may be known although its ReplicaSets are not.
      const [, name] = /^(.+)-[a-z0-9]{5,10}$/.exec(about.name) ?? [];
      const owner = name && inventory.find('Deployment', about.namespace, name);
      if (!newest(/^FailedCreate$/) || (!owner && inventory.knows('Deployment'))) return undefined;
      return bare(about, { spec: { replicas: 1 } }, owner ? { kind: 'Deployment', name, controller: true } : undefined);
    }
    case 'StatefulSet':
    case 'DaemonSet':
      return newest(/^FailedCreate$/) && !inventory.knows('Deployment')
        ? bare(about, { spec: { replicas: 1 }, status: { desiredNumberScheduled: 1 } })
        : undefined;
    case 'Job': {
      const failed = newest(/^(BackoffLimitExceeded|DeadlineExceeded|PodFailurePolicy)$/);
      if (failed)
        return bare(about, {
          status: { conditions: [{ type: 'Failed', status: 'True', reason: failed.reason, message: failed.message }] },
        });
      return newest(/^FailedCreate$/) ? bare(about, {}) : undefined;
    }
    case 'HorizontalPodAutoscaler': {
      const failed = newest(/^Failed/);
      const type = failed?.reason === 'FailedGetScale' ? 'AbleToScale' : 'ScalingActive';
      return failed && bare(about, { status: { conditions: [{ type, status: 'False', reason: failed.reason, message: failed.message }] } });
    }
    case 'CronJob':
    case 'Ingress':
    case 'Certificate':
      return events.some(({ warning }) => warning) ? bare(about, {}) : undefined;
    default:
      return undefined;
  }
}

/** A pod of which only the log is known; if there is a log of a previous run, it was restarted. */
function loggingPod(inventory: Inventory, namespace: string, name: string, container: string, previous: boolean): KubernetesObject {
  const state = previous
    ? { ready: false, restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } }
    : { ready: false, restartCount: 0, state: { running: {} } };
  return bare(
    ref('Pod', namespace, name),
    { spec: { containers: [{ name: container }] }, status: { phase: 'Running', containerStatuses: [{ name: container, ...state }] } },
    ownerByName(inventory, namespace, name)?.owner,
  );
}

/** Events of the kubelet and the node controller that set and clear a condition (kubernetes/pkg/kubelet/events, pkg/controller/nodelifecycle). */
const CONDITIONS: [string, RegExp, RegExp, string][] = [
  ['Ready', /^NodeNotReady$/, /^NodeReady$/, 'False'],
  ['MemoryPressure', /^(NodeHasInsufficientMemory|SystemOOM)$/, /^NodeHasSufficientMemory$/, 'True'],
  ['DiskPressure', /^(NodeHasDiskPressure|FreeDiskSpaceFailed|ImageGCFailed)$/, /^NodeHasNoDiskPressure$/, 'True'],
  ['PIDPressure', /^NodeHasInsufficientPID$/, /^NodeHasSufficientPID$/, 'True'],
];

function nodeConditions(events: readonly DetailedEvent[]): Fields[] {
  return CONDITIONS.flatMap(([type, bad, good, status]) => {
    const last = events.findLast(({ reason }) => bad.test(reason) || good.test(reason));
    if (!last || good.test(last.reason)) return [];
    return [
      {
        type,
        status,
        reason: last.reason,
        message: last.message,
        ...(last.lastAt !== undefined && { lastTransitionTime: new Date(last.lastAt).toISOString() }),
      },
    ];
  });
}
