import { byText } from '#lib/kubernetes/canonical.ts';
import { dig, fields, items, number, text, time } from '#lib/kubernetes/fields.ts';
import type { KubernetesObject } from '#lib/kubernetes/object.ts';
import { keyOf, type ObjectRef } from '#lib/kubernetes/refs.ts';
import type { Window } from '../types.ts';
import type { Inventory } from './entities.ts';

/** An Event within the window about an object that, as far as is known, still exists. */
export interface ClusterEvent {
  about: ObjectRef;
  aboutKey: string;
  reason: string;
  message: string;
  warning: boolean;
  component: string | undefined;
  count: number;
  firstAt: number | undefined;
  lastAt: number | undefined;
}

/** An event with details that only some readers need. */
export interface DetailedEvent extends ClusterEvent {
  container: string | undefined;
  host: string | undefined;
}

/** By how much an object's creation time may be later than its first events, because clocks differ. */
const CLOCK_SKEW_MS = 90_000;

/** An event as it was given, and as it was read. */
export interface ReadEvent {
  raw: KubernetesObject;
  event: ClusterEvent;
}

/** Reads all events once; those that say what they are about. */
export function readEvents(events: unknown, inventory: Inventory): ReadEvent[] {
  return items(events).flatMap((raw) => {
    const event = eventOf(raw, inventory);
    return event ? [{ raw, event }] : [];
  });
}

/**
 * The events that count, oldest first: those within the window and about existing objects. An event with a uid is about
 * exactly that object; one without may be about a deleted object of the same name, so it must not be older than the
 * object. If the snapshot has no object of the kind at all, the event counts.
 */
export function eventsOf(events: readonly ReadEvent[], inventory: Inventory, window: Window): ClusterEvent[] {
  const counted: ClusterEvent[] = [];
  for (const { raw, event } of events) {
    if (isInWindow(event, window, inventory) && isOfExistingObject(raw, event, inventory)) counted.push(event);
  }
  return counted.sort(
    (a, b) =>
      (a.lastAt ?? 0) - (b.lastAt ?? 0) ||
      byText(a.aboutKey, b.aboutKey) ||
      byText(a.reason, b.reason) ||
      byText(a.message, b.message) ||
      a.count - b.count,
  );
}

/** Kinds without a namespace; their events are in the namespace "default". */
const CLUSTER_SCOPED = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'IngressClass',
]);

/**
 * Reads an Event of core/v1 (involvedObject, message, count) or of events.k8s.io/v1 (regarding, note, series, and the
 * deprecated fields of the former). If the namespace is left out, it is the event's own.
 */
export function eventOf(raw: KubernetesObject, inventory: Inventory): ClusterEvent | undefined {
  const about = fields(raw.involvedObject ?? raw.regarding);
  const [kind, name] = [text(about.kind), text(about.name)];
  if (!kind || !name) return undefined;
  const namespace = CLUSTER_SCOPED.has(kind) ? undefined : (text(about.namespace) ?? text(dig(raw, 'metadata', 'namespace')));
  const target = inventory.locate(kind, namespace, name);
  const firstAt = [raw.firstTimestamp, raw.deprecatedFirstTimestamp, raw.eventTime, dig(raw, 'metadata', 'creationTimestamp')].map(time);
  const lastAt = [dig(raw, 'series', 'lastObservedTime'), raw.lastTimestamp, raw.deprecatedLastTimestamp].map(time);
  return {
    about: target,
    aboutKey: keyOf(target),
    reason: text(raw.reason) ?? '',
    message: text(raw.message) ?? text(raw.note) ?? '',
    warning: raw.type !== 'Normal',
    component:
      text(dig(raw, 'source', 'component')) ??
      text(dig(raw, 'deprecatedSource', 'component')) ??
      text(raw.reportingComponent) ??
      text(raw.reportingController),
    count: number(dig(raw, 'series', 'count')) ?? number(raw.count) ?? number(raw.deprecatedCount) ?? 1,
    firstAt: firstAt.find((at) => at !== undefined),
    lastAt: [...lastAt, ...firstAt].find((at) => at !== undefined),
  };
}

/** Whether an event is recent enough. An event about an object that is still Pending counts however old it is. */
function isInWindow({ lastAt, about }: ClusterEvent, window: Window, inventory: Inventory): boolean {
  if (lastAt === undefined || lastAt >= window.from) return true;
  const object = inventory.find(about.kind, about.namespace, about.name)?.object;
  const phase = dig(object, 'status', 'phase');
  return phase === 'Pending' && (about.kind === 'Pod' || about.kind === 'PersistentVolumeClaim');
}

function isOfExistingObject(raw: KubernetesObject, event: ClusterEvent, inventory: Inventory): boolean {
  const { kind, namespace, name } = event.about;
  const object = inventory.find(kind, namespace, name) ?? (kind === 'Node' ? inventory.find(kind, undefined, name) : undefined);
  if (!object) return !inventory.knows(kind, namespace) && kind !== 'Node' ? true : kind === 'Node' && !inventory.knows('Node');
  const uid = text(dig(raw, 'involvedObject', 'uid')) ?? text(dig(raw, 'regarding', 'uid'));
  // Events of a node have the node's name as uid.
  if (uid && object.uid && kind !== 'Node' && uid !== object.uid) return false;
  return event.lastAt === undefined || object.createdAt === undefined || event.lastAt >= object.createdAt - CLOCK_SKEW_MS;
}
