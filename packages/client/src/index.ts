import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from './schema.ts';

export type { components, operations, paths } from './schema.ts';

/** How to reach KG RCA. */
export interface KgRcaOptions {
  /** The address of the portal, such as https://rca.example.com. */
  baseUrl: string;
  /** An API key, or a token that was made from one. */
  apiKey: string;
  /** How often a request that was refused for a while (429, 503), or got no answer, is sent again. Default: 2. */
  retries?: number;
  /** Another `fetch`, such as one that goes through a proxy. */
  fetch?: (request: Request) => Promise<Response>;
}

/** The client: a method for each method of HTTP, with the paths of the API. What is refused throws a KgRcaError. */
export type KgRca = Client<paths, 'application/json'>;

/** A request that was refused: RFC 9457 problem details. */
export class KgRcaError extends Error {
  override name = 'KgRcaError';
  /** The status of HTTP. */
  readonly status: number;
  /** Stable and meant for programs, such as `not_found` or `plan_limit`. */
  readonly code: string;
  /** The inputs that were wrong. */
  readonly invalidParams: readonly { name: string; reason: string }[];
  /** In how many seconds to try again, where that helps. */
  readonly retryAfter: number | undefined;
  /** The id under which support finds the request. */
  readonly requestId: string | undefined;

  constructor(
    status: number,
    problem: { code?: string; detail?: string; invalid_params?: { name: string; reason: string }[] },
    headers: Headers,
  ) {
    super(problem.detail ?? `The server answered with status ${status}.`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.invalidParams = problem.invalid_params ?? [];
    this.retryAfter = Number(headers.get('retry-after')) || undefined;
    this.requestId = headers.get('x-request-id') ?? undefined;
  }
}

/** The longest that is waited for before a request is sent again, in seconds; what takes longer is for the caller to decide. */
const MOST_WAIT_SECONDS = 30;

/**
 * Makes a client. Every change is sent with an Idempotency-Key, unless the caller gives one, so that sending it again after a lost answer does
 * nothing twice.
 */
export function createKgRca({ baseUrl, apiKey, retries = 2, fetch = globalThis.fetch }: KgRcaOptions): KgRca {
  const client = createFetchClient<paths, 'application/json'>({ baseUrl, fetch: (request) => fetchAgain(fetch, request, retries) });
  const manners: Middleware = {
    onRequest({ request }) {
      request.headers.set('Authorization', `Bearer ${apiKey}`);
      if (request.method !== 'GET' && !request.headers.has('Idempotency-Key'))
        request.headers.set('Idempotency-Key', `"${globalThis.crypto.randomUUID()}"`);
      return request;
    },
    async onResponse({ response }) {
      // 304 answers If-None-Match, and is no failure.
      if (response.ok || response.status === 304) return undefined;
      const problem = await response.json().catch(() => ({}));
      throw new KgRcaError(response.status, problem as Record<string, never>, response.headers);
    },
  };
  client.use(manners);
  return client;
}

async function fetchAgain(fetch: (request: Request) => Promise<Response>, request: Request, retries: number): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const copy = request.clone();
    try {
      const response = await fetch(copy);
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      const isForAWhile = response.status === 429 || response.status === 503;
      if (!isForAWhile || attempt >= retries || seconds > MOST_WAIT_SECONDS) return response;
      await wait(seconds);
    } catch (error) {
      if (attempt >= retries || request.signal.aborted) throw error;
      await wait(2 ** attempt / 4);
    }
  }
}

const wait = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000));

/** A page of a list, as the API answers it. */
interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/**
 * Every item of a list, page by page as they are needed. `read` asks for the page after a cursor:
 *
 *     for await (const incident of everyItem((cursor) => kg.GET('/api/v1/incidents', { params: { query: { cursor } } }))) ...
 */
export async function* everyItem<T>(read: (cursor: string | undefined) => Promise<{ data?: Page<T> }>): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const { data } = await read(cursor);
    if (!data) return;
    yield* data.items;
    cursor = data.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
