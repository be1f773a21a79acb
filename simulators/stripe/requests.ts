import { appendFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { operations } from './api/index.ts';
import { runDue } from './engine/due.ts';
import { noSuch, StripeRefusal } from './errors.ts';
import { expand } from './expand.ts';
import { parseForm } from './form.ts';
import { operate } from './operation.ts';
import { answerPage } from './pages/index.ts';
import type { Parts } from './parts.ts';

const MAX_BODY_BYTES = 256 * 1024;
const KEYS_KEPT = 10_000;

/**
 * Answers a request to the API (/v1/...) or to a hosted page (/checkout/, /portal/, /invoices/ and /confirm/ with an id). Errors become
 * answers in Stripe's form. `record` is a file that gets a line for every request that reached an operation.
 */
export async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse, record?: string): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://loopback');
  const [, kind = '', id = '', detail = ''] = pathname.split('/');
  try {
    // What has fallen due since the last request comes first.
    if (parts.runsDueOnRequests) runDue(parts, Math.floor(parts.time.ms() / 1000), null);
    if (kind === 'v1') return await answerApi(parts, request, response, pathname, search.slice(1), record);
    const form = request.method === 'POST' ? parseForm(await bodyOf(request)) : undefined;
    const page = answerPage(parts, kind, id, detail, form);
    if (!page) throw noSuch('page', pathname);
    if (form) parts.state.save();
    response.writeHead(page.status, page.headers).end(page.body);
  } catch (error) {
    const refusal =
      error instanceof StripeRefusal
        ? error
        : new StripeRefusal(500, `The simulator failed: ${error instanceof Error ? error.stack : error}`, { type: 'api_error' });
    json(response, refusal.status, refusal.body);
  }
}

async function answerApi(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  record?: string,
): Promise<void> {
  const { state } = parts;
  if (!/^Bearer sk_test_/.test(request.headers.authorization ?? ''))
    throw new StripeRefusal(401, 'You did not provide a test-mode API key.');
  const { method = 'GET' } = request;
  const text = method === 'GET' || method === 'DELETE' ? query || (await bodyOf(request)) : await bodyOf(request);
  const key = request.headers['idempotency-key'];
  const previous = typeof key === 'string' ? state.rest.answers[key] : undefined;
  const fingerprint = `${method} ${path} ${text}`;
  if (previous && previous.request !== fingerprint) {
    throw new StripeRefusal(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      {
        type: 'idempotency_error',
      },
    );
  }
  if (previous) return json(response, previous.status, previous.body, { 'Idempotent-Replayed': 'true' });
  const { status, body, counts } = run(parts, method, path, text);
  // Like Stripe, a request that was refused for its parameters may be sent again with the same key.
  if (typeof key === 'string' && method === 'POST' && counts) remember(state.rest.answers, key, { request: fingerprint, status, body });
  if (method !== 'GET') state.save();
  if (record && counts && !path.startsWith('/v1/simulator')) appendFileSync(record, `${JSON.stringify({ method, path, body: text })}\n`);
  json(response, status, body, typeof key === 'string' ? { 'Idempotency-Key': key } : {});
}

/** The answer of an operation; `counts` is false when it was refused before it began. */
function run(parts: Parts, method: string, path: string, text: string): { status: number; body: unknown; counts: boolean } {
  const input = parseForm(text);
  try {
    const body = structuredClone(operate(operations, parts, method, path, input));
    return { status: 200, body: expand(parts.state, body, (input.expand as string[] | undefined) ?? []), counts: true };
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    const { code } = error.body.error;
    return { status: error.status, body: error.body, counts: error.status !== 404 && !code?.startsWith('parameter_') };
  }
}

function remember<T>(answers: Record<string, T>, key: string, value: T): void {
  answers[key] = value;
  const keys = Object.keys(answers);
  if (keys.length > KEYS_KEPT) for (const old of keys.slice(0, KEYS_KEPT / 10)) delete answers[old];
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Request-Id': `req_${Math.random().toString(36).slice(2)}`, ...headers })
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
