import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Billing, type Emit } from './billing.ts';
import { StripeRefusal } from './errors.ts';
import { answer } from './requests.ts';
import { State } from './state.ts';
import { WebhookSender } from './webhooks.ts';

/** The version of Stripe's API that is simulated. */
const API_VERSION = '2026-10-28.endive';

export interface StripeSimulatorOptions {
  /** 0 or omitted: any free port. Always on loopback. */
  port?: number;
  /** Where the state is kept between starts; omitted: in memory only. */
  file?: string;
  webhook: { url: string; secret: string };
  /** Epoch ms. */
  clock?: () => number;
}

/** A simulator of Stripe on loopback, for the stripe SDK and a browser. */
export interface StripeSimulator {
  port: number;
  url: string;
  /** What happens at Stripe over time: end a subscription's period, retry an open invoice. */
  renew(subscriptionId: string): void;
  retry(invoiceId: string): void;
  /** Resolves when all webhooks have been delivered. */
  delivered(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the simulator. Rejects if the port is in use. */
export async function startStripe({ port = 0, file, webhook, clock = Date.now }: StripeSimulatorOptions): Promise<StripeSimulator> {
  const state = new State(file);
  const now = () => Math.floor(clock() / 1000);
  const webhooks = new WebhookSender(webhook, now);
  let url = '';
  const publicUrl = () => url;
  const emit: Emit = (type, object) =>
    webhooks.send(
      state.add('evt', 'event', {
        type,
        api_version: API_VERSION,
        created: now(),
        data: { object: structuredClone(object) },
        pending_webhooks: 1,
      }),
    );
  const billing = new Billing(state, emit, now, publicUrl);
  const server = createServer((request, response) => void answer({ state, billing, emit, now, publicUrl }, request, response));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: bound } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${bound}`;

  return {
    port: bound,
    url,
    renew(subscriptionId) {
      billing.renew(subscriptionId);
      state.save();
    },
    retry(invoiceId) {
      try {
        billing.retry(invoiceId);
      } catch (error) {
        if (!(error instanceof StripeRefusal)) throw error; // a declined card is an expected outcome here
      }
      state.save();
    },
    delivered: () => webhooks.delivered(),
    async close() {
      webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
