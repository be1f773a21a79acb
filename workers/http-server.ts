import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { cachedRefusal, internalProblem, noteOrigin, problemResponse } from '#lib/api/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { Problem } from '#lib/platform/problem.ts';
import { assertAcceptable, dropHeaders, type HttpSettings, setSecurityHeaders } from './http-security.ts';
import { BODY_MS, BodyMemory, bodyLimitOf, boundedBody, hasBody } from './request-body.ts';

const MIB = 1_024 * 1_024;
const HEADERS_MS = 10_000;
/** Connections at once; each costs some tens of kilobytes. */
const MAX_CONNECTIONS = 10_000;
/** Memory for the bodies of requests that are arriving or being answered, without those of ingest. */
const BODY_MEMORY_BYTES = 64 * MIB;
/** What is read and thrown away of a body after its request was answered, so that the sender gets to read the answer. */
const LINGER = { bytes: MIB, ms: 2_000 };

/** Answers requests, as Next does. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Bounds that tests make smaller. */
export interface ServerBounds {
  bodyMs?: number;
  headersMs?: number;
  memoryBytes?: number;
}

/**
 * An HTTP server in front of `handle`: it sets the headers that every answer has, refuses what a client was told not to send yet, and hands requests on with bodies
 * within their limits of size, time and memory (request-body.ts). Its refusals are problem+json like all others.
 */
export function createHttpServer(
  handle: Handle,
  settings: HttpSettings & { isDev?: boolean },
  { bodyMs = BODY_MS, headersMs = HEADERS_MS, memoryBytes = BODY_MEMORY_BYTES }: ServerBounds = {},
): Server {
  const isDev = settings.isDev ?? false;
  const memory = new BodyMemory(memoryBytes);
  /** Connections on which a request is being answered. */
  const answering = new WeakSet<Duplex>();
  const timeouts = {
    headersTimeout: headersMs,
    // Bodies have their own deadline, which comes first.
    requestTimeout: headersMs + 2 * bodyMs,
    connectionsCheckingInterval: Math.min(2_000, headersMs),
  };
  const server = createServer(timeouts, (request, response) => {
    answering.add(request.socket);
    response.once('close', () => answering.delete(request.socket));
    response.once('finish', () => discardRest(request));
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      noteOrigin(request, settings.TRUSTED_PROXIES);
      setSecurityHeaders(request, response, settings, isDev);
      dropHeaders(request, settings);
      assertAcceptable(request, settings);
      const refusal = cachedRefusal(request.headers.authorization, request.url?.split('?')[0] ?? '/', Date.now());
      if (refusal) return await refuse(response, refusal, 'repeated_refusal');
      const bounds = { limit: bodyLimitOf(request), memory, bodyMs };
      await handle(hasBody(request) ? await boundedBody(request, response, bounds) : request, response);
    } catch (error) {
      if (error instanceof Problem) return await refuse(response, error, 'refused_body');
      const requestId = randomUUID();
      logger.error({ err: error, requestId }, 'a request failed outside of its route');
      if (!response.headersSent) await refuse(response, internalProblem(requestId), 'failed');
      else response.destroy();
    }
  }

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseUnreadable(error, socket, answering.has(socket)));
  server.keepAliveTimeout = 65_000;
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

/** Answers without reading the rest of the body. */
async function refuse(response: ServerResponse, refusal: Problem, operation: string): Promise<void> {
  const answer = problemResponse(refusal);
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'X-Request-Id': randomUUID() });
  response.end(await answer.text());
  metrics().requests.observe({ operation, status: answer.status }, 0);
}

/** Reads a little of what is left of a body after the answer, and closes the connection if that does not complete it. */
function discardRest(request: IncomingMessage): void {
  if (request.complete) return;
  let bytes = 0;
  // What arrived while this process was busy is read first: it may well complete the body.
  const timer = setTimeout(() => setImmediate(() => request.complete || request.socket.destroy()), LINGER.ms);
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LINGER.bytes) request.socket.destroy();
  });
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  request.resume();
}

/** Answers what cannot be read as a request, as far as the connection is not in the middle of another answer. */
function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Duplex, isAnswering: boolean): void {
  if (isAnswering || !socket.writable) return void socket.destroy();
  const problem = unreadable(code);
  const answer = problemResponse(problem);
  const headers = { ...Object.fromEntries(answer.headers), 'X-Request-Id': randomUUID(), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  answer.text().then((body) => {
    socket.end(`HTTP/1.1 ${problem.status} Refused\r\n${lines.join('')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
  metrics().requests.observe({ operation: 'unreadable', status: problem.status }, 0);
}

function unreadable(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem(408, 'request_too_slow', 'The head of the request did not arrive in time. Send it again.');
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem(431, 'headers_too_large', 'The headers of a request may be at most 16 KiB. Send fewer or shorter ones.');
  return new Problem(400, 'bad_request', 'This is not a valid HTTP/1.1 request.');
}
