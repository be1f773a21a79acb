import { type Edit, edited } from '../store/merge-patch.ts';
import { isoTime, type Meta, microTime, type NewObj, type Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { alike } from './api-machinery/names.ts';
import { EventRecorder } from './events.ts';
import { HiddenState } from './hidden-state.ts';
import type { ClusterTimes } from './times.ts';

/** What a write does to an object. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** Admission: the object as it is stored. Throws what the API server answers where it refuses the write. */
export type Admit = (world: World, operation: Operation, object: Obj, old?: Obj) => Obj;

/** How a world is set up. */
export interface WorldOptions {
  now: () => number;
  random: () => number;
  times: ClusterTimes;
  admit: Admit;
}

/** What the parts of the cluster share: the objects, the clock, randomness and the recorder of Events. */
export class World {
  readonly store: Store;
  readonly times: ClusterTimes;
  readonly events: EventRecorder;
  readonly hidden = new HiddenState();
  readonly now: () => number;
  readonly random: () => number;
  readonly #lists = new Map<string, Obj[]>();
  readonly #stop: () => void;
  readonly #admit: Admit;
  #changes = 0;

  constructor(store: Store, { now, random, times, admit }: WorldOptions) {
    this.#admit = admit;
    this.store = store;
    this.now = now;
    this.random = random;
    this.times = times;
    this.events = new EventRecorder(store, now, times);
    this.#stop = store.listen(({ object }) => {
      if (object.kind !== 'Event' && object.kind !== 'Lease') this.#changes += 1;
      this.#lists.delete(object.kind);
      this.#lists.delete(`${object.kind}/${object.metadata.namespace}`);
    });
  }

  /** Increases with every write that another part of the cluster may have to react to: not with Events and Leases. */
  get changes(): number {
    return this.#changes;
  }

  /** The current time, as the API writes it. */
  time(): string {
    return isoTime(this.now());
  }

  /** Objects of a kind, sorted by key; cached until one of them is written. */
  list(kind: string, namespace?: string): readonly Obj[] {
    const key = namespace === undefined ? kind : `${kind}/${namespace}`;
    const found =
      this.#lists.get(key) ??
      (namespace === undefined ? this.store.list(kind) : this.list(kind).filter((one) => one.metadata.namespace === namespace));
    this.#lists.set(key, found as Obj[]);
    return found;
  }

  /** Objects of a kind that an object controls. */
  ownedBy(kind: string, owner: Obj): Obj[] {
    return this.list(kind, owner.metadata.namespace).filter((one) => controllerOf(one)?.uid === owner.metadata.uid);
  }

  admit(operation: Operation, object: Obj, old?: Obj): Obj {
    return this.#admit(this, operation, object, old);
  }

  /** Creates an object through admission. Throws AdmissionError or StoreError. */
  create(object: NewObj): Obj {
    const admitted = this.admit('CREATE', structuredClone(object) as unknown as Obj);
    return this.store.create({
      ...admitted,
      metadata: { ...admitted.metadata, creationTimestamp: admitted.metadata.creationTimestamp ?? this.time() },
    });
  }

  /** Changes the spec or metadata of an object through admission: the generation increases if the spec changed. */
  change(object: Obj, edit: Edit): Obj {
    const old = this.store.get(object.kind, object.metadata.namespace, object.metadata.name);
    return this.store.update(this.admit('UPDATE', edited(old, edit), old));
  }

  /** Creates a Lease, or renews it when that is due. */
  renewLease(metadata: Partial<Meta> & { name: string }, spec: object): void {
    const renewTime = microTime(this.now());
    const lease = this.store.find('Lease', metadata.namespace, metadata.name);
    if (!lease) this.create({ kind: 'Lease', metadata, spec: { ...spec, renewTime } });
    else if (this.now() - Date.parse(lease.spec.renewTime) >= this.times.leaseRenewal)
      this.store.update({ ...lease, spec: { ...lease.spec, renewTime } });
  }

  /** Writes a status if it differs from the current one; returns false if it does not or the object is gone. */
  setStatus(object: Obj, status: unknown): boolean {
    const current = this.store.find(object.kind, object.metadata.namespace, object.metadata.name);
    if (!current || current.metadata.uid !== object.metadata.uid) return false;
    if (alike(current.status, status)) return false;
    this.store.update({ ...current, status });
    return true;
  }

  /**
   * Deletes an object as the API server does: a pod on a node gets its grace period, an object with finalizers waits for
   * them, anything else is removed at once. `graceSeconds` defaults to the pod's own.
   */
  delete(object: Pick<Obj, 'kind' | 'metadata'>, graceSeconds?: number): void {
    const current = this.store.find(object.kind, object.metadata.namespace, object.metadata.name);
    if (!current || current.metadata.uid !== object.metadata.uid) return;
    const bound =
      current.kind === 'Pod' && current.spec.nodeName && current.status?.phase !== 'Succeeded' && current.status?.phase !== 'Failed';
    const grace = bound ? (graceSeconds ?? current.spec.terminationGracePeriodSeconds ?? 30) : 0;
    if (!current.metadata.finalizers?.length && grace === 0 && current.kind !== 'Namespace') {
      this.store.remove(current);
      return;
    }
    if (current.metadata.deletionTimestamp) return;
    this.store.update({
      ...current,
      metadata: { ...current.metadata, deletionTimestamp: isoTime(this.now() + grace * 1000), deletionGracePeriodSeconds: grace },
    });
  }

  /** Stops listening to the store. */
  close(): void {
    this.#stop();
  }
}

/** The owner that controls an object. */
export function controllerOf(object: Obj) {
  return object.metadata.ownerReferences?.find((one) => one.controller);
}

/** The reference by which an owner controls an object. */
export function controlledBy(owner: Obj) {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true };
}
