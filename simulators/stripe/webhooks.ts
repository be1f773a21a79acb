import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from './state.ts';
import type { StripeEvent } from './types.ts';

/** Before each attempt, in ms. */
const DELIVERY_DELAYS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
/** An event that waits to be overtaken is sent after this time if no other one came. */
const OVERTAKEN_WITHIN_MS = 1_000;

/**
 * Sends events to a webhook, signed as by Stripe. They arrive in any order, and are retried until answered with 2xx. Signatures carry
 * the system's time, whatever the simulator's is: the receiver compares it with its own clock.
 */
export class WebhookSender {
  readonly #webhook: { url: string; secret: string };
  readonly #faults: Faults;
  readonly #closing = new AbortController();
  readonly #deliveries = new Set<Promise<void>>();
  #waiting: { body: string; release: () => void } | undefined;

  /** `faults` is read at every event. */
  constructor(webhook: { url: string; secret: string }, faults: Faults) {
    this.#webhook = webhook;
    this.#faults = faults;
  }

  /** Starts the delivery of an event, as it is now. */
  send(event: StripeEvent): void {
    if (this.#faults.drop) return;
    const body = JSON.stringify(event);
    const times = this.#faults.duplicate ? 2 : 1;
    for (let i = 0; i < times; i++) this.#start(body, this.#faults.reorder && i === 0);
  }

  /** Resolves when no delivery is pending. */
  async delivered(): Promise<void> {
    this.#waiting?.release();
    while (this.#deliveries.size > 0) await Promise.all(this.#deliveries);
  }

  /** Aborts pending deliveries. */
  close(): void {
    this.#closing.abort();
  }

  #start(body: string, reorders: boolean): void {
    const overtaken = this.#waiting;
    this.#waiting = undefined;
    const before = reorders && !overtaken ? this.#untilOvertaken(body) : undefined;
    const delivery: Promise<void> = this.#deliver(body, before).finally(() => {
      this.#deliveries.delete(delivery);
      overtaken?.release();
    });
    this.#deliveries.add(delivery);
  }

  #untilOvertaken(body: string): Promise<void> {
    return new Promise((release) => {
      const timer = setTimeout(release, OVERTAKEN_WITHIN_MS);
      this.#waiting = {
        body,
        release: () => {
          clearTimeout(timer);
          release();
        },
      };
      this.#closing.signal.addEventListener('abort', () => this.#waiting?.release(), { once: true });
    });
  }

  async #deliver(body: string, before: Promise<void> | undefined): Promise<void> {
    const { signal } = this.#closing;
    await before;
    for (const wait of DELIVERY_DELAYS_MS) {
      try {
        await delay(wait || this.#faults.delayMs, undefined, { signal });
        const time = Math.floor(Date.now() / 1000);
        const signature = createHmac('sha256', this.#webhook.secret).update(`${time}.${body}`).digest('hex');
        const answer = await fetch(this.#webhook.url, {
          method: 'POST',
          body,
          headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${time},v1=${signature}` },
          signal,
        });
        await answer.body?.cancel();
        if (answer.ok) return;
      } catch {
        // not reachable: retried after the next delay
      }
      if (signal.aborted) return;
    }
  }
}
