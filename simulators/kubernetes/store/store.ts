import { createHash, randomUUID } from 'node:crypto';
import { detailsOf, resourceOf, StoreError } from './error.ts';
import { apiVersionOf, kindNamed } from './kinds.ts';
import { isoTime, type Meta, NAME_ALPHABET, type NewObj, type Obj } from './object.ts';

/** A change of an object. `object` of a deletion is its last state at the revision of the deletion. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: Obj;
  /** The object before the change; absent for ADDED. */
  previous?: Obj;
  revision: number;
}

/**
 * All objects of the cluster with one revision counter, like etcd: every write has its own revision, which becomes the
 * object's resourceVersion. The latest writes are kept so that watches can resume. Returned objects are frozen; to change
 * one, pass a new object to `update`.
 */
export class Store {
  readonly #objects = new Map<string, Map<string, Obj>>();
  readonly #history: StoreEvent[] = [];
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #pending: StoreEvent[] = [];
  #notifying = false;
  readonly #now: () => number;
  readonly #historyLimit: number;
  readonly #uid: () => string;
  #revision: number;
  #compacted: number;

  /**
   * `now` in epoch ms; `historyLimit`: how many writes are kept for watches; `uid`: generates new uids; `firstRevision`:
   * where the counter starts, so that a later store does not reuse the revisions of an earlier one.
   */
  constructor({
    now,
    historyLimit = 5_000,
    uid = randomUUID,
    firstRevision = 1,
  }: {
    now: () => number;
    historyLimit?: number;
    uid?: () => string;
    firstRevision?: number;
  }) {
    this.#now = now;
    this.#historyLimit = historyLimit;
    this.#uid = uid;
    this.#revision = firstRevision;
    this.#compacted = firstRevision - 1;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Creates an object. Throws AlreadyExists. */
  create(input: NewObj): Obj {
    const kind = kindNamed(input.kind);
    const metadata = input.metadata as Meta;
    const name = metadata.name || `${metadata.generateName}${suffix(this.#uid())}`;
    if (this.#of(input.kind).has(keyOf(metadata.namespace, name)))
      throw new StoreError('AlreadyExists', `${resourceOf(kind)} "${name}" already exists`, detailsOf(kind, name));
    return this.#write('ADDED', {
      ...input,
      apiVersion: apiVersionOf(kind),
      kind: input.kind,
      metadata: {
        ...metadata,
        name,
        uid: metadata.uid ?? this.#uid(),
        resourceVersion: '',
        creationTimestamp: metadata.creationTimestamp ?? isoTime(this.#now()),
      },
    } as Obj);
  }

  /**
   * Replaces an object. Throws Conflict if `object` has a resourceVersion other than the current one. Writes nothing if the
   * content is unchanged. An object that is being deleted is removed with its last finalizer; then its last state is
   * returned.
   */
  update(object: Obj): Obj {
    const current = this.get(object.kind, object.metadata.namespace, object.metadata.name);
    if (object.metadata.resourceVersion && object.metadata.resourceVersion !== current.metadata.resourceVersion) {
      const kind = kindNamed(object.kind);
      throw new StoreError(
        'Conflict',
        `Operation cannot be fulfilled on ${resourceOf(kind)} "${object.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`,
        detailsOf(kind, object.metadata.name),
      );
    }
    const next = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: current.metadata.uid,
        creationTimestamp: current.metadata.creationTimestamp,
        resourceVersion: current.metadata.resourceVersion,
      },
    };
    if (JSON.stringify(next) === JSON.stringify(current)) return current;
    const written = this.#write('MODIFIED', next);
    return isOver(written) ? this.remove(written) : written;
  }

  /**
   * Reads, changes and writes an object in one step: `change` gets its own copy. Returns undefined if the object does not
   * exist.
   */
  modify(kind: string, namespace: string | undefined, name: string, change: (draft: Obj) => void): Obj | undefined {
    const current = this.find(kind, namespace, name);
    if (!current) return undefined;
    const draft = structuredClone(current);
    change(draft);
    return this.update(draft);
  }

  /** Removes an object at once, without a grace period. */
  remove(object: Pick<Obj, 'kind' | 'metadata'>): Obj {
    const current = this.get(object.kind, object.metadata.namespace, object.metadata.name);
    return this.#write('DELETED', { ...current, metadata: { ...current.metadata } });
  }

  find(kind: string, namespace: string | undefined, name: string): Obj | undefined {
    return this.#of(kind).get(keyOf(namespace, name));
  }

  /** Throws NotFound. */
  get(kind: string, namespace: string | undefined, name: string): Obj {
    const found = this.find(kind, namespace, name);
    if (!found) {
      const served = kindNamed(kind);
      throw new StoreError('NotFound', `${resourceOf(served)} "${name}" not found`, detailsOf(served, name));
    }
    return found;
  }

  /** All objects of a kind, or those of a namespace, sorted by key. */
  list(kind: string, namespace?: string): Obj[] {
    return inOrder(this.#of(kind), namespace);
  }

  /**
   * The result of `list` when the store was at `revision`, obtained by undoing later writes. Throws Expired if those are no
   * longer kept.
   */
  listAt(revision: number, kind: string, namespace?: string): Obj[] {
    const objects = new Map(this.#of(kind));
    for (const { object, previous } of this.since(revision).reverse()) {
      if (object.kind !== kind) continue;
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      if (previous) objects.set(key, previous);
      else objects.delete(key);
    }
    return inOrder(objects, namespace);
  }

  /** The changes after `revision`, in order. Throws Expired if they are no longer kept. */
  since(revision: number): StoreEvent[] {
    if (revision < this.#compacted) throw new StoreError('Expired', `too old resource version: ${revision} (${this.#compacted})`);
    return this.#history.filter((event) => event.revision > revision);
  }

  /** Calls the listener for every write from now on, in order. Returns a function that ends it. */
  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Discards the history: watches from older revisions get Expired (410). */
  compact(): void {
    this.#history.length = 0;
    this.#compacted = this.#revision;
  }

  #of(kind: string): Map<string, Obj> {
    const objects = this.#objects.get(kind) ?? new Map<string, Obj>();
    this.#objects.set(kind, objects);
    return objects;
  }

  #write(type: StoreEvent['type'], object: Obj): Obj {
    const revision = ++this.#revision;
    object.metadata.resourceVersion = String(revision);
    const written = freeze(structuredClone(object));
    const key = keyOf(written.metadata.namespace, written.metadata.name);
    const previous = this.#of(written.kind).get(key);
    if (type === 'DELETED') this.#of(written.kind).delete(key);
    else this.#of(written.kind).set(key, written);
    const event: StoreEvent = { type, object: written, revision, ...(previous && { previous }) };
    this.#history.push(event);
    if (this.#history.length > this.#historyLimit)
      this.#compacted = this.#history.splice(0, this.#history.length - this.#historyLimit).at(-1)?.revision ?? this.#compacted;
    this.#pending.push(event);
    this.#notify();
    return written;
  }

  /**
   * Notifies the listeners of pending events. A listener may write: that event is delivered after all have been notified of
   * this one.
   */
  #notify(): void {
    if (this.#notifying) return;
    this.#notifying = true;
    try {
      for (let event = this.#pending.shift(); event; event = this.#pending.shift()) for (const listener of this.#listeners) listener(event);
    } finally {
      this.#notifying = false;
    }
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/**
 * Whether nothing keeps an object that is being deleted: no grace period, no finalizer (a namespace has finalizers in its
 * spec).
 */
function isOver({ kind, metadata, spec }: Obj): boolean {
  const held = metadata.finalizers?.length || (kind === 'Namespace' && spec?.finalizers?.length);
  return metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0 && !held;
}

/** The objects of a namespace, or all, sorted by key. */
function inOrder(objects: ReadonlyMap<string, Obj>, namespace: string | undefined): Obj[] {
  const all = [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
}

/** Five characters for a generated name. */
function suffix(uid: string): string {
  const bytes = createHash('sha256').update(uid).digest().subarray(0, 5);
  return [...bytes].map((byte) => NAME_ALPHABET[byte % NAME_ALPHABET.length]).join('');
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
