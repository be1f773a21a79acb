import { byText, dig, fields, items, number, text, time } from '../read.ts';
import { keyOf, ref } from '../refs.ts';
import type { KubernetesObject, ObjectRef, Window } from '../types.ts';
import type { Inventory } from './entities.ts';

/** An Event about an object that (as far as can be told) still exists, within the window. */
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

/** Objects may be made a little after what the clocks of their events say. */
const CLOCK_SKEW_MS = 90_000;

/**
 * The events that count, oldest first: of the window, and about living objects. An event with a uid is about that very
 * object; one without may be of a namesake that is gone, so it must not be older than the object. Where the snapshot
 * holds no object of the kind at all, nothing tells, and the event counts.
 */
export function eventsOf(events: unknown, inventory: Inventory, window: Window): ClusterEvent[] {
  const counted: ClusterEvent[] = [];
  for (const raw of items(events)) {
    const event = eventOf(raw);
    if (event && isOfWindow(event, window) && isOfLivingObject(raw, event, inventory)) counted.push(event);
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

function eventOf(raw: KubernetesObject): ClusterEvent | undefined {
  const about = fields(raw.involvedObject ?? raw.regarding);
  const [kind, name] = [text(about.kind), text(about.name)];
  if (!kind || !name) return undefined;
  // Events of cluster-scoped objects live in the namespace "default" but are about no namespace.
  const target = ref(kind, text(about.namespace), name);
  return {
    about: target,
    aboutKey: keyOf(target),
    reason: text(raw.reason) ?? '',
    message: text(raw.message) ?? text(raw.note) ?? '',
    warning: raw.type !== 'Normal',
    component: text(dig(raw, 'source', 'component')) ?? text(raw.reportingComponent) ?? text(raw.reportingController),
    count: number(dig(raw, 'series', 'count')) ?? number(raw.count) ?? 1,
    firstAt: time(raw.firstTimestamp) ?? time(raw.eventTime) ?? time(dig(raw, 'metadata', 'creationTimestamp')),
    lastAt:
      time(dig(raw, 'series', 'lastObservedTime')) ??
      time(raw.lastTimestamp) ??
      time(raw.eventTime) ??
      time(raw.firstTimestamp) ??
      time(dig(raw, 'metadata', 'creationTimestamp')),
  };
}

function isOfWindow(event: ClusterEvent, window: Window): boolean {
  return event.lastAt === undefined || event.lastAt >= window.from;
}

function isOfLivingObject(raw: KubernetesObject, event: ClusterEvent, inventory: Inventory): boolean {
  const { kind, namespace, name } = event.about;
  const object = inventory.find(kind, namespace, name) ?? (kind === 'Node' ? inventory.find(kind, undefined, name) : undefined);
  if (!object) return !inventory.knows(kind, namespace) && kind !== 'Node' ? true : kind === 'Node' && !inventory.knows('Node');
  const uid = text(dig(raw, 'involvedObject', 'uid'));
  // A node's events carry the node's name as uid.
  if (uid && object.uid && kind !== 'Node' && uid !== object.uid) return false;
  return event.lastAt === undefined || object.createdAt === undefined || event.lastAt >= object.createdAt - CLOCK_SKEW_MS;
}
