import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An object of Stripe's API. */
export type StripeObject = { id: string; object: string } & Record<string, unknown>;

interface Stored {
  objects: StripeObject[];
  /** Previous answers, by idempotency key. */
  answers: Record<string, { request: string; status: number; body: unknown }>;
}

/** The simulator's state, in order of creation; saved to a file if one is named, so that it survives a restart. */
export class State {
  readonly #objects = new Map<string, StripeObject>();
  readonly answers: Stored['answers'];
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    const stored: Stored = file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { objects: [], answers: {} };
    for (const object of stored.objects) this.#objects.set(object.id, object);
    this.answers = stored.answers;
  }

  /** Adds an object with a new id that has the kind's prefix (`cus`, `sub` ...). */
  add(prefix: string, object: string, fields: Record<string, unknown>): StripeObject {
    const made = { id: `${prefix}_${randomBytes(12).toString('hex')}`, object, livemode: false, ...fields } as StripeObject;
    this.#objects.set(made.id, made);
    return made;
  }

  find(object: string, id: string): StripeObject | undefined {
    const found = this.#objects.get(id);
    return found?.object === object ? found : undefined;
  }

  /** All objects of a kind, newest first, as Stripe lists them. */
  all(object: string): StripeObject[] {
    return [...this.#objects.values()].filter((one) => one.object === object).reverse();
  }

  save(): void {
    if (!this.#file) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    const half = `${this.#file}.new`;
    writeFileSync(half, JSON.stringify({ objects: [...this.#objects.values()], answers: this.answers } satisfies Stored), { mode: 0o600 });
    renameSync(half, this.#file);
  }
}
