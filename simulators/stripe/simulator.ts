import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { advance, failCards } from './api/control.ts';
import type { DeclineCode } from './engine/cards.ts';
import { finalizeByItself, renew } from './engine/cycle.ts';
import { runDue } from './engine/due.ts';
import { attempt } from './engine/payments.ts';
import type { Parts } from './parts.ts';
import { answer } from './requests.ts';
import { type Faults, newId, State } from './state.ts';
import { DAY, Time } from './time.ts';
import { WebhookSender } from './webhooks.ts';

/** The version of Stripe's API that is simulated. */
const API_VERSION = '2026-10-28.endive';
/** How often what has fallen due is looked for while nobody asks, in ms. */
const TICK_MS = 1_000;

export interface StripeSimulatorOptions {
  /** 0 or omitted: any free port. Always on loopback. */
  port?: number;
  /** Where the state is kept between starts; omitted: in memory only. */
  file?: string;
  webhook: { url: string; secret: string };
  /** The system's time in epoch ms. */
  clock?: () => number;
  /** What goes wrong with webhooks; omitted: nothing, or what an earlier start was told. */
  faults?: Partial<Faults>;
  /** False: what falls due is done when the clock is turned only, not before each request, which takes time in proportion to all objects. */
  runsDueOnRequests?: boolean;
  /** A file that gets a line with method, path and body of every request; by default the one that STRIPE_SIMULATOR_RECORD names. */
  record?: string | undefined;
}

/** A simulator of Stripe on loopback, for the stripe SDK and a browser. */
export interface StripeSimulator {
  port: number;
  url: string;
  /** Its time in epoch ms: the system's and what it was set forward. */
  now(): number;
  /** Sets its time forward, and does all that falls due on the way: periods end, drafts are finalised, cards are charged. */
  advance(step: { days?: number; seconds?: number }): void;
  /** Changes what goes wrong with webhooks. */
  setFaults(faults: Partial<Faults>): void;
  /** Makes later charges of a customer's cards fail; undefined lets them go through again. */
  failCards(customer: string, decline: DeclineCode | undefined): void;
  /** Ends a subscription's period now, finalises its invoice and charges it. */
  renew(subscriptionId: string): void;
  /** Charges an open invoice once more. */
  retry(invoiceId: string): void;
  /** Resolves when all webhooks have been delivered. */
  delivered(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the simulator. Rejects if the port is in use. */
export async function startStripe(options: StripeSimulatorOptions): Promise<StripeSimulator> {
  const {
    port = 0,
    file,
    webhook,
    clock = Date.now,
    faults = {},
    runsDueOnRequests = true,
    record = process.env.STRIPE_SIMULATOR_RECORD,
  } = options;
  const state = new State(file);
  Object.assign(state.rest.faults, faults);
  const time = new Time(state, clock);
  const webhooks = new WebhookSender(webhook, state.rest.faults);
  let url = '';
  const parts: Parts = {
    state,
    time,
    runsDueOnRequests,
    publicUrl: () => url,
    emit: (type, object) => {
      const event = state.add({
        id: newId('evt'),
        object: 'event',
        api_version: API_VERSION,
        created: time.now((object as { customer?: string }).customer),
        data: { object: structuredClone(object) },
        livemode: false,
        pending_webhooks: 1,
        request: { id: null, idempotency_key: null },
        type,
      });
      webhooks.send(event);
    },
  };
  const server = createServer((request, response) => void answer(parts, request, response, record));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: bound } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${bound}`;
  const ticking = setInterval(() => {
    if (runDue(parts, Math.floor(time.ms() / 1000), null).length > 0) state.save();
  }, TICK_MS).unref();
  const saved = <T>(work: () => T): T => {
    const result = work();
    state.save();
    return result;
  };

  return {
    port: bound,
    url,
    now: () => time.ms(),
    advance: ({ days = 0, seconds = 0 }) => void saved(() => advance(parts, time.ms() + (days * DAY + seconds) * 1000)),
    setFaults: (change) => void saved(() => Object.assign(state.rest.faults, change)),
    failCards: (customer, decline) => saved(() => failCards(parts, customer, decline)),
    renew: (subscriptionId) =>
      saved(() => {
        const invoice = renew(parts, state.must('subscription', subscriptionId));
        if (!invoice) return;
        finalizeByItself(parts, invoice);
        if (invoice.status === 'open') attempt(parts, invoice);
      }),
    retry: (invoiceId) =>
      saved(() => {
        const invoice = state.must('invoice', invoiceId);
        if (invoice.status === 'open') attempt(parts, invoice);
      }),
    delivered: () => webhooks.delivered(),
    async close() {
      clearInterval(ticking);
      webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
