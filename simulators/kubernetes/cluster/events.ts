import { isoTime, microTime, type Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { hashNumber } from './api-machinery/names.ts';
import type { ClusterTimes } from './times.ts';

/** An Event to record about an object. */
export interface NewEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** The reporting component: kubelet, deployment-controller, ... */
  component: string;
  /** The node that it is reported from. */
  host?: string;
  /** The part of the object: `spec.containers{catalog}`. */
  fieldPath?: string;
}

const SCHEDULER = 'default-scheduler';
const BURST = 25;
const SIMILAR_LIMIT = 10;
const SIMILAR_WINDOW = 600_000;
const EXPIRY_CHECK = 60_000;

/**
 * Records Events as client-go's recorder does: one Event per object, reason and message, with a growing count. From the
 * tenth on, Events that differ only in the message are merged into one `(combined from similar events)`; after a burst of
 * 25 about one object the rate is limited. The scheduler's are events.k8s.io Events: with eventTime and series, without
 * count, and a new Event once the pod has been written; so the first attempt and later ones are separate Events.
 */
export class EventRecorder {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #times: ClusterTimes;
  readonly #names = new Map<string, string>();
  readonly #similar = new Map<string, { messages: Set<string>; last: number }>();
  readonly #tokens = new Map<string, { left: number; at: number }>();
  #written = 0;
  #expired = 0;

  constructor(store: Store, now: () => number, times: ClusterTimes) {
    this.#store = store;
    this.#now = now;
    this.#times = times;
  }

  /** Records an Event about an object; writes nothing if the rate limit is exceeded. */
  record(about: Pick<Obj, 'apiVersion' | 'kind' | 'metadata'>, event: NewEvent): void {
    const subject = `${event.component}|${event.host ?? ''}|${about.kind}/${about.metadata.namespace ?? ''}/${about.metadata.name}/${about.metadata.uid}`;
    if (!this.#mayTell(subject)) return;
    const seen = event.component === SCHEDULER ? `@${about.metadata.resourceVersion}` : '';
    const { key, message } = this.#combined(`${subject}${seen}|${event.fieldPath ?? ''}|${event.type}|${event.reason}`, event.message);
    const namespace = about.metadata.namespace ?? 'default';
    const known = this.#names.get(key);
    const time = isoTime(this.#now());
    const again = known && this.#store.modify('Event', namespace, known, (draft) => grow(draft, message, time, microTime(this.#now())));
    if (again) return;
    const name = `${about.metadata.name}.${this.#hex(key)}`;
    this.#names.set(key, name);
    this.#store.create({ kind: 'Event', ...this.#fresh(about, { ...event, message }, name, namespace, time) });
  }

  /** Removes the Events that are older than their lifetime. */
  expire(): void {
    const now = this.#now();
    if (now - this.#expired < EXPIRY_CHECK) return;
    this.#expired = now;
    for (const event of this.#store.list('Event')) {
      const last = Date.parse(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp);
      if (now - last > this.#times.eventLifetime) this.#store.remove(event);
    }
    for (const [key, { last }] of this.#similar) if (now - last > SIMILAR_WINDOW) this.#similar.delete(key);
    for (const [key, name] of this.#names) {
      const namespace = key.split('|')[2]?.split('/')[1] || 'default';
      if (!this.#store.find('Event', namespace, name)) this.#names.delete(key);
    }
  }

  #mayTell(subject: string): boolean {
    const now = this.#now();
    const bucket = this.#tokens.get(subject) ?? { left: BURST, at: now };
    const left = Math.min(BURST, bucket.left + (now - bucket.at) / this.#times.eventRefill);
    this.#tokens.set(subject, { left: Math.max(0, left - 1), at: now });
    if (this.#tokens.size > 2_000) this.#tokens.delete(this.#tokens.keys().next().value ?? subject);
    return left >= 1;
  }

  #combined(aggregate: string, message: string): { key: string; message: string } {
    const now = this.#now();
    const similar = this.#similar.get(aggregate);
    const current = similar && now - similar.last <= SIMILAR_WINDOW ? similar : { messages: new Set<string>(), last: now };
    current.last = now;
    if (current.messages.size < SIMILAR_LIMIT - 1) current.messages.add(message);
    this.#similar.set(aggregate, current);
    if (current.messages.has(message)) return { key: `${aggregate}|${message}`, message };
    return { key: aggregate, message: `(combined from similar events): ${message}` };
  }

  #hex(key: string): string {
    const nanoseconds = BigInt(this.#now()) * 1_000_000n + BigInt(((hashNumber(key) % 999) + 1) * 1_000) + BigInt(this.#written++ % 1_000);
    return nanoseconds.toString(16);
  }

  #fresh(about: Pick<Obj, 'apiVersion' | 'kind' | 'metadata'>, event: NewEvent, name: string, namespace: string, time: string) {
    const scheduler = event.component === SCHEDULER;
    return {
      metadata: { name, namespace, creationTimestamp: time },
      involvedObject: {
        kind: about.kind,
        ...(about.metadata.namespace && { namespace: about.metadata.namespace }),
        name: about.metadata.name,
        uid: about.metadata.uid,
        apiVersion: about.apiVersion,
        resourceVersion: about.metadata.resourceVersion,
        ...(event.fieldPath && { fieldPath: event.fieldPath }),
      },
      reason: event.reason,
      message: event.message,
      source: scheduler ? {} : { component: event.component, ...(event.host && { host: event.host }) },
      firstTimestamp: scheduler ? null : time,
      lastTimestamp: scheduler ? null : time,
      ...(!scheduler && { count: 1 }),
      type: event.type,
      eventTime: scheduler ? microTime(this.#now()) : null,
      ...(scheduler && { action: event.reason === 'Scheduled' ? 'Binding' : 'Scheduling' }),
      reportingComponent: event.component,
      reportingInstance: scheduler ? 'default-scheduler-kg-control-plane' : (event.host ?? ''),
    };
  }
}

function grow(event: Obj, message: string, time: string, now: string): void {
  if (event.eventTime) {
    event.series = { count: (event.series?.count ?? 1) + 1, lastObservedTime: now };
    return;
  }
  event.count += 1;
  event.lastTimestamp = time;
  event.message = message;
}
