import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { operate } from './api.ts';
import { billing, type Emit } from './billing.ts';
import { noSuch, StripeRefusal } from './errors.ts';
import { parseForm } from './form.ts';
import { checkoutPage, invoicePage, portalPage } from './pages.ts';
import { State, type StripeObject } from './state.ts';

/** The version of Stripe's API that is simulated. */
const API_VERSION = '2026-10-28.endive';
const DELIVERY_DELAYS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
const MAX_BODY_BYTES = 64 * 1024;

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

/** Starts the simulator. Webhooks are signed, arrive in any order, and are retried until they are answered with 2xx. */
export async function startStripe({ port = 0, file, webhook, clock = Date.now }: StripeSimulatorOptions): Promise<StripeSimulator> {
  const state = new State(file);
  const now = () => Math.floor(clock() / 1000);
  const closing = new AbortController();
  const deliveries = new Set<Promise<void>>();
  let url = '';

  const emit: Emit = (type, object) => {
    const event = state.add('evt', 'event', {
      type,
      api_version: API_VERSION,
      created: now(),
      data: { object: structuredClone(object) },
      pending_webhooks: 1,
    });
    const delivery = deliver(event).finally(() => deliveries.delete(delivery));
    deliveries.add(delivery);
  };
  const money = billing(state, emit, now, () => url);

  async function deliver(event: StripeObject): Promise<void> {
    const body = JSON.stringify(event);
    for (const wait of DELIVERY_DELAYS_MS) {
      try {
        await delay(wait, undefined, { signal: closing.signal });
        const time = now();
        const signature = createHmac('sha256', webhook.secret).update(`${time}.${body}`).digest('hex');
        const answer = await fetch(webhook.url, {
          method: 'POST',
          body,
          headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${time},v1=${signature}` },
          signal: closing.signal,
        });
        if (answer.ok) return;
      } catch {
        // not reachable: retried after the next delay
      }
    }
  }

  async function api(request: IncomingMessage, path: string, query: string): Promise<{ status: number; body: unknown }> {
    if (!/^Bearer sk_test_/.test(request.headers.authorization ?? '')) {
      throw new StripeRefusal(401, 'You did not provide an API key of test mode.');
    }
    const text = request.method === 'GET' || request.method === 'DELETE' ? query : await bodyOf(request);
    const key = request.headers['idempotency-key'];
    const given = typeof key === 'string' ? state.answers[key] : undefined;
    const asked = `${request.method} ${path} ${text}`;
    if (given && given.request !== asked) {
      throw new StripeRefusal(400, 'Keys for idempotent requests can only be used with the same parameters they were first used with.', {
        type: 'idempotency_error',
      });
    }
    if (given) return given;
    const body = structuredClone(
      operate({ state, money, emit, now, publicUrl: () => url }, request.method ?? 'GET', path, parseForm(text)),
    );
    if (typeof key === 'string') state.answers[key] = { request: asked, status: 200, body };
    state.save();
    return { status: 200, body };
  }

  async function pages(request: IncomingMessage, response: ServerResponse, kind: string, id: string): Promise<void> {
    const html = (status: number, body: string) => response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
    const form = request.method === 'POST' ? parseForm(await bodyOf(request)) : undefined;
    const card = String(form?.card ?? '').replace(/\D/g, '');
    if (kind === 'invoices') return void html(200, invoicePage(money.must('invoice', id)));
    if (kind === 'checkout') {
      const session = money.must('checkout.session', id);
      const error = form && money.completeCheckout(id, card);
      state.save();
      if (form && !error) return void response.writeHead(303, { Location: String(session.success_url) }).end();
      return void html(error ? 402 : 200, checkoutPage(state, session, error));
    }
    if (kind !== 'portal') throw noSuch('page', kind);
    const session = money.must('billing_portal.session', id);
    const subscription = state.all('subscription').find((one) => one.customer === session.customer);
    if (form?.do === 'card') money.must('customer', String(session.customer)).card = card;
    if (subscription && (form?.do === 'cancel' || form?.do === 'keep'))
      money.update(subscription.id, { cancel_at_period_end: form.do === 'cancel' });
    state.save();
    html(200, portalPage(state, session, form ? 'Saved.' : undefined));
  }

  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://loopback');
    const [, kind = '', id = ''] = pathname.split('/');
    const work =
      kind === 'v1'
        ? api(request, pathname, search.slice(1)).then(({ status, body }) => json(response, status, body))
        : pages(request, response, kind, id);
    work.catch((error: unknown) => {
      const refusal =
        error instanceof StripeRefusal ? error : new StripeRefusal(500, `The simulator failed: ${error}`, { type: 'api_error' });
      json(response, refusal.status, refusal.body);
    });
  });
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
      money.renew(subscriptionId);
      state.save();
    },
    retry(invoiceId) {
      try {
        money.retry(invoiceId);
      } catch (error) {
        if (!(error instanceof StripeRefusal)) throw error; // a declined card is an expected outcome here
      }
      state.save();
    },
    async delivered() {
      while (deliveries.size > 0) await Promise.all(deliveries);
    },
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Request-Id': `req_${Math.random().toString(36).slice(2)}` })
    .end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new StripeRefusal(413, 'The body is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
