import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { upgraded } from './earlier-state.ts';
import { noSuch } from './errors.ts';
import type { Kind, Kinds, StripeObject } from './types.ts';

/** A use of a meter: whose, how much, and when in epoch seconds. `identifier` may not come again within 24 hours. */
export interface Usage {
  meter: string;
  customer: string;
  value: number;
  timestamp: number;
  identifier: string;
  received: number;
}

/** What was asked of a checkout, which its object does not show. */
export interface CheckoutPlan {
  items: { price: string; quantity: number }[];
  metadata: Record<string, string>;
  anchor?: number | undefined;
  prorates: boolean;
  description?: string | undefined;
  updatesAddress: boolean;
  updatesName: boolean;
}

/** What goes wrong with webhooks on purpose. */
export interface Faults {
  /** Every event is delivered twice. */
  duplicate: boolean;
  /** Two successive events are delivered in reverse order. */
  reorder: boolean;
  /** Every event is held back for this many milliseconds. */
  delayMs: number;
  /** No event is delivered; it is found through the list of events only. */
  drop: boolean;
}

interface Stored {
  objects: StripeObject[];
  /** Previous answers, by idempotency key. */
  answers: Record<string, { request: string; status: number; body: unknown }>;
  /** The numbers of the cards, by payment method. */
  cards: Record<string, string>;
  /** Payment methods whose charges fail with this decline code whatever their number says. */
  declines: Record<string, string>;
  /** Payment methods whose owner has confirmed that they may be charged later. */
  setUp: Record<string, true>;
  usage: Usage[];
  deletedCustomers: string[];
  /** What was asked of each checkout. */
  checkouts: Record<string, CheckoutPlan>;
  /** The simulator's time ahead of the system's, in milliseconds. */
  offsetMs: number;
  faults: Faults;
}

const EMPTY: Omit<Stored, 'objects'> = {
  answers: {},
  cards: {},
  declines: {},
  setUp: {},
  usage: [],
  deletedCustomers: [],
  checkouts: {},
  offsetMs: 0,
  faults: { duplicate: false, reorder: false, delayMs: 0, drop: false },
};

/** A new id with the prefix of its kind (`cus`, `sub` ...). */
export const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;

/** The simulator's state, in order of creation; saved to a file if one is named, so that it survives a restart. */
export class State {
  readonly #kinds = new Map<string, Map<string, StripeObject>>();
  /** Everything that is not an object of the API. */
  readonly rest: Omit<Stored, 'objects'>;
  readonly #file: string | undefined;

  /** Throws if the file holds something else than a state. */
  constructor(file?: string) {
    this.#file = file;
    const { objects, ...rest }: Stored =
      file && existsSync(file)
        ? { ...structuredClone(EMPTY), ...JSON.parse(readFileSync(file, 'utf8')) }
        : { ...structuredClone(EMPTY), objects: [] };
    for (const object of objects) this.#of(object.object).set(object.id, upgraded(object));
    this.rest = rest;
  }

  /** Adds an object. */
  add<K extends Kind>(object: Kinds[K] & { object: K }): Kinds[K] {
    this.#of(object.object).set(object.id, object);
    return object;
  }

  remove(object: StripeObject): void {
    this.#of(object.object).delete(object.id);
  }

  find<K extends Kind>(kind: K, id: unknown): Kinds[K] | undefined {
    return this.#of(kind).get(String(id)) as Kinds[K] | undefined;
  }

  /** The object of a kind with an id. Throws StripeRefusal if there is none; `param` is the parameter that names it. */
  must<K extends Kind>(kind: K, id: unknown, param = 'id'): Kinds[K] {
    const found = this.find(kind, id);
    if (!found) throw noSuch(kind, String(id), param);
    return found;
  }

  /** The object of any kind with an id, for expansions. */
  byId(id: string): StripeObject | undefined {
    for (const kind of this.#kinds.values()) {
      const found = kind.get(id);
      if (found) return found;
    }
    return undefined;
  }

  /** All objects of a kind, newest first, as Stripe lists them. */
  all<K extends Kind>(kind: K): Kinds[K][] {
    return [...(this.#of(kind).values() as Iterable<Kinds[K]>)].reverse();
  }

  save(): void {
    if (!this.#file) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    const half = `${this.#file}.new`;
    const objects = [...this.#kinds.values()].flatMap((kind) => [...kind.values()]);
    writeFileSync(half, JSON.stringify({ ...this.rest, objects } satisfies Stored), { mode: 0o600 });
    renameSync(half, this.#file);
  }

  #of(kind: string): Map<string, StripeObject> {
    const found = this.#kinds.get(kind);
    if (found) return found;
    const made = new Map<string, StripeObject>();
    this.#kinds.set(kind, made);
    return made;
  }
}
