import http from 'node:http';
import https from 'node:https';
import { cut, parseJson, wellFormed } from '#lib/text/index.ts';
import { retryAfterMs } from '../time.ts';
import type { KubeConnection } from './connection.ts';

/** Thrown when the API server answers anything but 2xx. */
export class KubeApiError extends Error {
  override name = 'KubeApiError';
  readonly status: number;
  /** How long the server asked us to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfter;
  }
}

const REQUEST_TIMEOUT_MS = 60_000;
const MAX_ERROR_BYTES = 64 * 1024;

/** Query parameters; undefined ones are left out. */
type Query = Record<string, string | number | boolean | undefined>;

/** Reads from one API server. All that the agent writes is its own Lease. */
export class KubeClient {
  readonly #connection: KubeConnection;
  readonly #base: URL;
  readonly #agent: http.Agent | https.Agent;

  constructor(connection: KubeConnection) {
    this.#connection = connection;
    this.#base = new URL(connection.server);
    this.#agent =
      this.#base.protocol === 'http:'
        ? new http.Agent({ keepAlive: true })
        : new https.Agent({
            keepAlive: true,
            ...(connection.ca !== undefined && { ca: connection.ca }),
            ...(connection.cert !== undefined && { cert: connection.cert }),
            ...(connection.key !== undefined && { key: connection.key }),
            ...(connection.serverName !== undefined && { servername: connection.serverName }),
            rejectUnauthorized: !connection.insecureSkipTlsVerify,
          });
  }

  /** Ends idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  /** The response's body once its head came with a 2xx. Throws KubeApiError otherwise, and the socket's error. */
  async #open(
    path: string,
    query: Query,
    signal: AbortSignal,
    sent?: { method: 'PUT' | 'POST'; body: string },
  ): Promise<http.IncomingMessage> {
    const url = new URL(this.#base);
    url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const token = this.#connection.token?.();
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const { request } = url.protocol === 'http:' ? http : https;
      request(url, {
        agent: this.#agent,
        signal,
        method: sent?.method ?? 'GET',
        headers: {
          accept: 'application/json, */*',
          'user-agent': 'kg-rca-agent',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(sent && { 'content-type': 'application/json' }),
        },
      })
        .on('response', resolve)
        .on('error', reject)
        .end(sent?.body);
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const body = await readAll(response, MAX_ERROR_BYTES).catch(() => '');
    const retryAfter = response.headers['retry-after'];
    throw new KubeApiError(status, `${url.pathname} answered ${status}: ${statusMessage(body)}`, retryAfterMs(retryAfter, Date.now()));
  }

  /** A JSON document, without what no store takes. Throws KubeApiError, and on no answer within 60 s. */
  async json<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    return parseJson(await this.#read(path, query, signal)) as T;
  }

  /** Creates or replaces an object. Throws KubeApiError, with status 409 where another version was written meanwhile. */
  async write(method: 'PUT' | 'POST', path: string, object: object, signal: AbortSignal): Promise<void> {
    await readAll(await this.#open(path, {}, signal, { method, body: JSON.stringify(object) }));
  }

  /** A text document, without what no store takes. Throws KubeApiError, and on no answer within 60 s. */
  async text(path: string, query: Query, signal: AbortSignal): Promise<string> {
    return wellFormed(await this.#read(path, query, signal));
  }

  async #read(path: string, query: Query, signal: AbortSignal): Promise<string> {
    return readAll(await this.#open(path, query, AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)])));
  }

  /**
   * The JSON documents of a stream, one a line, as often as some arrive: each step gives all that came together.
   * Ends when the server ends it; a document cut off by the end is left out. Throws KubeApiError and the socket's
   * error, and when nothing at all arrived for `idleMs`: a half-open connection says nothing for ever.
   */
  async *lines<T>(path: string, query: Query, signal: AbortSignal, idleMs: number): AsyncGenerator<T[]> {
    const response = await this.#open(path, query, signal);
    response.setTimeout(idleMs, () => response.destroy(new Error(`${path}: nothing came for ${Math.round(idleMs / 1000)} s`)));
    let rest: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(10);
      if (end < 0) {
        rest.push(chunk);
        continue;
      }
      const text = Buffer.concat([...rest, chunk.subarray(0, end)]).toString('utf8');
      rest = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
      const documents = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => parseJson(line) as T);
      if (documents.length > 0) yield documents;
    }
  }
}

async function readAll(stream: http.IncomingMessage, maxBytes = Number.POSITIVE_INFINITY): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The message of a Status object, or the beginning of whatever else was answered. */
function statusMessage(body: string): string {
  try {
    const status = JSON.parse(body) as { message?: unknown };
    if (typeof status.message === 'string') return status.message;
  } catch {
    // Proxies in front of an API server answer with HTML or plain text.
  }
  return cut(body.trim(), 200) || 'no reason given';
}
