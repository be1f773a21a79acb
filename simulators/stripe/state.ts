import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An object of Stripe's API. */
export type StripeObject = { id: string; object: string } & Record<string, unknown>;

interface Stored {
  objects: StripeObject[];
  /** Answers already given, by idempotency key. */
  answers: Record<string, { request: string; status: number; body: unknown }>;
}

/** Everything the simulator knows, in the order in which it was made; kept in a file where one is named, so that it survives a restart. */
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

  /** Adds an object under a new id of the kind's prefix (`cus`, `sub` ...). */
  add(prefix: string, object: string, fields: Record<string, unknown>): StripeObject {
    const made = { id: `${prefix}_${randomBytes(12).toString('hex')}`, object, livemode: false, ...fields } as StripeObject;
    this.#objects.set(made.id, made);
    return made;
  }

  find(object: string, id: string): StripeObject | undefined {
    const found = this.#objects.get(id);
    return found?.object === object ? found : undefined;
  }

  /** All of a kind, newest first, as Stripe lists them. */
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
