import { createHash, randomUUID } from 'node:crypto';
import { apiVersionOf, type Kind, kindNamed } from './kinds.ts';

/** An object of the API, as its JSON. */
// biome-ignore lint/suspicious/noExplicitAny: objects of thirty kinds, whose shapes the code around each kind knows
export type Obj = { apiVersion: string; kind: string; metadata: Meta } & Record<string, any>;

export interface Meta {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  namespace?: string;
  generateName?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean; blockOwnerDeletion?: boolean }[];
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  finalizers?: string[];
  // biome-ignore lint/suspicious/noExplicitAny: managers write what they like
  managedFields?: any[];
}

/** What happened to an object. `object` of a deletion is its last state at the revision of the deletion. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: Obj;
  /** The object as it was before; absent of an ADDED. */
  previous?: Obj;
  revision: number;
}

/** Which object an error is about, as the details of a Status name it: `kind` is the plural. */
export interface ErrorDetails {
  name: string;
  group?: string;
  kind: string;
}

/** Why a write or a read was refused: the reason of a Status of the real API. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly reason: 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Expired';
  readonly details: ErrorDetails | undefined;
  constructor(reason: StoreError['reason'], message: string, details?: ErrorDetails) {
    super(message);
    this.reason = reason;
    this.details = details;
  }
}

/** A new object: metadata needs a name (or generateName); the rest is given by the store. */
export type NewObj = { kind: string; metadata: Partial<Meta> & ({ name: string } | { generateName: string }) } & Record<string, unknown>;

/**
 * All objects of the cluster with one revision counter, as etcd has it: every write has a revision of its own, which is
 * the object's resourceVersion; the last writes are kept so that a watch can go on where it was. Objects handed out
 * are frozen: a change is a new object given to `update`.
 */
export class Store {
  readonly #objects = new Map<string, Map<string, Obj>>();
  readonly #history: StoreEvent[] = [];
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #unheard: StoreEvent[] = [];
  #telling = false;
  readonly #now: () => number;
  readonly #historyLimit: number;
  readonly #uid: () => string;
  #revision: number;
  #compacted: number;

  /**
   * `now` in epoch ms; `historyLimit`: writes kept for watches; `uid`: where new uids come from; `firstRevision`: what
   * the counter starts at, so that a later store does not reuse the revisions of an earlier one.
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

  /** Makes an object. Throws AlreadyExists. */
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
   * Replaces an object. Where `object` carries a resourceVersion other than the current one: Conflict. Unchanged
   * content writes nothing. An object that is being deleted goes for good with its last finalizer; gives its last state.
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

  /** Reads, changes and writes an object in one go: `change` gets a copy of its own. undefined where there is no such object. */
  modify(kind: string, namespace: string | undefined, name: string, change: (draft: Obj) => void): Obj | undefined {
    const current = this.find(kind, namespace, name);
    if (!current) return undefined;
    const draft = structuredClone(current);
    change(draft);
    return this.update(draft);
  }

  /** Takes an object away at once, without grace. */
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

  /** All objects of a kind, or those of a namespace, in the order of their keys. */
  list(kind: string, namespace?: string): Obj[] {
    return inOrder(this.#of(kind), namespace);
  }

  /**
   * What `list` gave when the store was at `revision`, by undoing the writes since. Throws Expired when those are no
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

  /** What happened after `revision`, in order. Throws Expired when that is no longer kept. */
  since(revision: number): StoreEvent[] {
    if (revision < this.#compacted) throw new StoreError('Expired', `too old resource version: ${revision} (${this.#compacted})`);
    return this.#history.filter((event) => event.revision > revision);
  }

  /** Hears of every write from now on, in order. Answers what ends it. */
  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Forgets the history: watches from older revisions get Expired (410). */
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
    this.#unheard.push(event);
    this.#tell();
    return written;
  }

  /** Tells the listeners of what they have not heard. A listener may write: that is told when all heard of this. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let event = this.#unheard.shift(); event; event = this.#unheard.shift()) for (const listener of this.#listeners) listener(event);
    } finally {
      this.#telling = false;
    }
  }
}

/** A time as the API writes it: RFC 3339, whole seconds, UTC. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** Whether nothing holds an object that is being deleted any more: no grace, no finalizer (a namespace has its own in spec). */
function isOver({ kind, metadata, spec }: Obj): boolean {
  const held = metadata.finalizers?.length || (kind === 'Namespace' && spec?.finalizers?.length);
  return metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0 && !held;
}

/** The objects of a namespace, or all, in the order of their keys. */
function inOrder(objects: ReadonlyMap<string, Obj>, namespace: string | undefined): Obj[] {
  const all = [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
}

/** Five characters for a generated name, of those that the API server uses: no vowels, no 0, 1 or 3. */
function suffix(uid: string): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = createHash('sha256').update(uid).digest().subarray(0, 5);
  return [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** A kind's resource as error texts name it: `deployments.apps`. */
function resourceOf({ plural, group }: Kind): string {
  return group ? `${plural}.${group}` : plural;
}

function detailsOf({ plural, group }: Kind, name: string): ErrorDetails {
  return { name, ...(group && { group }), kind: plural };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
