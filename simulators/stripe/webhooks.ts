import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { StripeObject } from './state.ts';

/** Before each attempt, in ms. */
const DELIVERY_DELAYS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

/** Sends events to a webhook, signed as by Stripe. They arrive in any order, and are retried until answered with 2xx. */
export class WebhookSender {
  readonly #webhook: { url: string; secret: string };
  readonly #now: () => number;
  readonly #closing = new AbortController();
  readonly #deliveries = new Set<Promise<void>>();

  /** `now` gives epoch seconds. */
  constructor(webhook: { url: string; secret: string }, now: () => number) {
    this.#webhook = webhook;
    this.#now = now;
  }

  /** Starts the delivery of an event, as it is now. */
  send(event: StripeObject): void {
    const delivery = this.#deliver(JSON.stringify(event)).finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
  }

  /** Resolves when no delivery is pending. */
  async delivered(): Promise<void> {
    while (this.#deliveries.size > 0) await Promise.all(this.#deliveries);
  }

  /** Aborts pending deliveries. */
  close(): void {
    this.#closing.abort();
  }

  async #deliver(body: string): Promise<void> {
    const { signal } = this.#closing;
    for (const wait of DELIVERY_DELAYS_MS) {
      try {
        await delay(wait, undefined, { signal });
        const time = this.#now();
        const signature = createHmac('sha256', this.#webhook.secret).update(`${time}.${body}`).digest('hex');
        const answer = await fetch(this.#webhook.url, {
          method: 'POST',
          body,
          headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${time},v1=${signature}` },
          signal,
        });
        if (answer.ok) return;
      } catch {
        // not reachable: retried after the next delay
      }
    }
  }
}
