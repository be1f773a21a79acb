import { IncomingMessage, type ServerResponse } from 'node:http';
import { Problem } from '#lib/platform/problem.ts';
import { MAX_BODY_BYTES } from '#lib/wire/admission.ts';

const KIB = 1_024;
/** How long a body may take to arrive, whatever its size. */
export const BODY_MS = 30_000;

/** What the body of a request may be. */
export interface BodyLimit {
  /** The most bytes, as they are sent. */
  bytes: number;
  /**
   * Handed on while it arrives, no faster than it is read, instead of when it is complete: the route authenticates the sender
   * before it takes in megabytes.
   */
  streams: boolean;
}

/** The limits by path, the first that fits. Nothing that a browser sends to a page, or to sign in, is large. */
const LIMITS: { path: RegExp; limit: BodyLimit }[] = [
  { path: /^\/api\/v1\/(ingest|otlp)\//, limit: { bytes: MAX_BODY_BYTES, streams: true } },
  { path: /^\/api\/v1\//, limit: { bytes: 1_024 * KIB, streams: false } },
  { path: /^\/api\/mcp$/, limit: { bytes: 1_024 * KIB, streams: false } },
  { path: /^\/api\/stripe\/webhook$/, limit: { bytes: 512 * KIB, streams: false } },
  { path: /^/, limit: { bytes: 64 * KIB, streams: false } },
];
/** The most bytes of a JSON body of somebody who shows neither a key nor a cookie: sign-up and the like. */
const ANONYMOUS_BYTES = 64 * KIB;

/** The limit of a request's body. */
export function bodyLimitOf({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): BodyLimit {
  const path = url.split('?')[0] ?? '/';
  const { limit } = LIMITS.find((one) => one.path.test(path))!;
  const isAnonymous = headers.authorization === undefined && headers.cookie === undefined;
  return isAnonymous && !limit.streams ? { ...limit, bytes: Math.min(limit.bytes, ANONYMOUS_BYTES) } : limit;
}

/** Whether a request has a body, by RFC 9112, 6.3. */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * The memory that bodies of all requests share while they arrive and until they are answered. When it is used up, the body
 * that has been arriving for the longest time is refused: a sender that drips loses its place to those that do not.
 */
export class BodyMemory {
  readonly #most: number;
  #used = 0;
  readonly #bytes = new Map<object, number>();
  /** How to refuse the bodies that are still arriving, the oldest first. */
  readonly #arriving = new Map<object, (problem: Problem) => void>();

  /** `most`: bytes. */
  constructor(most: number) {
    this.#most = most;
  }

  begin(body: object, refuse: (problem: Problem) => void): void {
    this.#arriving.set(body, refuse);
  }

  /** Counts a part of a body. */
  take(body: object, bytes: number): void {
    this.#used += bytes;
    this.#bytes.set(body, (this.#bytes.get(body) ?? 0) + bytes);
    while (this.#used > this.#most) {
      const [oldest] = this.#arriving;
      if (!oldest) return;
      this.release(oldest[0]);
      oldest[1](new Problem(503, 'busy', 'The server is short of memory for requests. Try again.', { headers: { 'Retry-After': '1' } }));
    }
  }

  /** The body is complete: it keeps its place until it is released. */
  arrived(body: object): void {
    this.#arriving.delete(body);
  }

  /** Gives the memory of a body back. */
  release(body: object): void {
    this.#arriving.delete(body);
    this.#used -= this.#bytes.get(body) ?? 0;
    this.#bytes.delete(body);
  }
}

/**
 * A request whose body is that of another one as far as it stays within its limits. Next reads it like the original. A body
 * that is refused on its way ends with the Problem as error.
 */
class BoundedRequest extends IncomingMessage {
  readonly #original: IncomingMessage;

  constructor(original: IncomingMessage) {
    super(original.socket);
    this.#original = original;
    const { httpVersion, httpVersionMajor, httpVersionMinor, method, url, rawHeaders, headers } = original;
    Object.assign(this, { httpVersion, httpVersionMajor, httpVersionMinor, method, url, rawHeaders, headers });
    this.on('error', () => {}); // who reads it gets the error; without a reader it is of no interest
  }

  override _read(): void {
    this.#original.resume();
  }

  /** Unlike the original's, this leaves the connection open: the refusal must be answered on it. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error);
  }
}

/** What `boundedBody` needs. */
export interface Bounds {
  limit: BodyLimit;
  memory: BodyMemory;
  /** How long the body may take, in ms. */
  bodyMs: number;
}

/**
 * The request with a body within its bounds: once the body is complete, or at once where it streams. Rejects with a Problem:
 * 413 for a body that is too large, 408 for one that is too slow, 400 for one that ends early, 503 where memory is short. Of a
 * streaming body the reader gets the Problem. The memory is given back when the response is closed.
 */
export function boundedBody(
  original: IncomingMessage,
  response: ServerResponse,
  { limit, memory, bodyMs }: Bounds,
): Promise<IncomingMessage> {
  if (Number(original.headers['content-length'] ?? 0) > limit.bytes) return Promise.reject(tooLarge(limit));
  const bounded = new BoundedRequest(original);
  let received = 0;
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      memory.arrived(original);
      original.off('data', take).off('end', end).off('close', close);
    };
    const refuse = (problem: Problem) => {
      settle();
      memory.release(original);
      response.shouldKeepAlive = false;
      bounded.destroy(problem);
      reject(problem);
    };
    const take = (chunk: Buffer) => {
      received += chunk.length;
      if (received > limit.bytes) return refuse(tooLarge(limit));
      if (!bounded.push(chunk) && limit.streams) original.pause();
      if (!limit.streams) memory.take(original, chunk.length);
    };
    const end = () => {
      settle();
      bounded.complete = true;
      bounded.push(null);
      resolve(bounded);
    };
    const close = () => refuse(new Problem(400, 'body_incomplete', 'The connection was closed before the body was complete.'));
    const timer = setTimeout(() => refuse(tooSlow(bodyMs)), bodyMs);
    original.on('data', take).on('end', end).on('close', close);
    // What arrives after the answer is nobody's business (http-server.ts reads a little of it).
    response.once('finish', settle);
    response.once('close', () => memory.release(original));
    if (limit.streams) resolve(bounded);
    else memory.begin(original, refuse);
  });
}

function tooLarge({ bytes }: BodyLimit): Problem {
  return new Problem(
    413,
    'body_too_large',
    `The body of this request may be at most ${bytes} bytes as it is sent. Split it over several requests.`,
  );
}

function tooSlow(bodyMs: number): Problem {
  return new Problem(
    408,
    'body_too_slow',
    `The body did not arrive within ${bodyMs / 1000} seconds. Send it again, in smaller parts over a slow connection.`,
  );
}
