import type { IncomingMessage, ServerResponse } from 'node:http';
import { operate, type Parts } from './api.ts';
import { noSuch, StripeRefusal } from './errors.ts';
import { parseForm } from './form.ts';
import { checkoutPage, invoicePage, portalPage } from './pages.ts';

const MAX_BODY_BYTES = 64 * 1024;

/**
 * Answers a request to the API (/v1/...) or to a hosted page (/checkout/, /portal/ and /invoices/ with an id). Errors become
 * answers in Stripe's form.
 */
export async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://loopback');
  const [, kind = '', id = ''] = pathname.split('/');
  try {
    if (kind === 'v1') json(response, 200, await answerApi(parts, request, pathname, search.slice(1)));
    else await answerPage(parts, request, response, kind, id);
  } catch (error) {
    const refusal =
      error instanceof StripeRefusal ? error : new StripeRefusal(500, `The simulator failed: ${error}`, { type: 'api_error' });
    json(response, refusal.status, refusal.body);
  }
}

async function answerApi(parts: Parts, request: IncomingMessage, path: string, query: string): Promise<unknown> {
  const { state } = parts;
  if (!/^Bearer sk_test_/.test(request.headers.authorization ?? ''))
    throw new StripeRefusal(401, 'You did not provide a test-mode API key.');
  const { method = 'GET' } = request;
  const text = method === 'GET' || method === 'DELETE' ? query : await bodyOf(request);
  const key = request.headers['idempotency-key'];
  const previous = typeof key === 'string' ? state.answers[key] : undefined;
  const fingerprint = `${method} ${path} ${text}`;
  if (previous && previous.request !== fingerprint) {
    throw new StripeRefusal(400, 'Keys for idempotent requests can only be used with the same parameters they were first used with.', {
      type: 'idempotency_error',
    });
  }
  if (previous) return previous.body;
  const body = structuredClone(operate(parts, method, path, parseForm(text)));
  if (typeof key === 'string') state.answers[key] = { request: fingerprint, status: 200, body };
  state.save();
  return body;
}

async function answerPage(parts: Parts, request: IncomingMessage, response: ServerResponse, kind: string, id: string): Promise<void> {
  const { state, billing } = parts;
  const html = (status: number, body: string) => response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
  const form = request.method === 'POST' ? parseForm(await bodyOf(request)) : undefined;
  const card = String(form?.card ?? '').replace(/\D/g, '');
  if (kind === 'invoices') return void html(200, invoicePage(billing.must('invoice', id)));
  if (kind === 'checkout') {
    const session = billing.must('checkout.session', id);
    const error = form && billing.completeCheckout(id, card);
    state.save();
    if (form && !error) return void response.writeHead(303, { Location: String(session.success_url) }).end();
    return void html(error ? 402 : 200, checkoutPage(state, session, error));
  }
  if (kind !== 'portal') throw noSuch('page', kind);
  const session = billing.must('billing_portal.session', id);
  const subscription = state.all('subscription').find((one) => one.customer === session.customer);
  if (form?.do === 'card') billing.must('customer', String(session.customer)).card = card;
  if (subscription && (form?.do === 'cancel' || form?.do === 'keep'))
    billing.update(subscription.id, { cancel_at_period_end: form.do === 'cancel' });
  state.save();
  html(200, portalPage(state, session, form ? 'Your changes have been saved.' : undefined));
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
    if (size > MAX_BODY_BYTES) throw new StripeRefusal(413, 'The request body is too large.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
