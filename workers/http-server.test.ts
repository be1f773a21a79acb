import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { problemResponse } from '#lib/api/index.ts';
import type { Problem } from '#lib/platform/problem.ts';
import { MAX_BODY_BYTES } from '#lib/wire/admission.ts';
import { createHttpServer, type ServerBounds } from './http-server.ts';

const MIB = 1_024 * 1_024;
const open = new Set<Server>();
afterEach(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
  open.clear();
});

/** A server that counts the bytes it was handed, by path; it reads bodies as Next's routes do. */
async function serve(bounds: ServerBounds = {}, isAllowed: (request: IncomingMessage) => boolean = () => true) {
  const handed: string[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    handed.push(String(request.url));
    if (!isAllowed(request)) return void response.writeHead(401).end();
    try {
      const init = { method: 'POST', headers: request.headers as Record<string, string>, body: request, duplex: 'half' };
      const body = await new Request('http://localhost/', init as unknown as RequestInit).arrayBuffer();
      response.end(String(body.byteLength));
    } catch (error) {
      const answer = problemResponse(error as Problem);
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    }
  };
  const server = createHttpServer(handle, { publicUrl: 'http://portal.example', loopback: true, TRUSTED_PROXIES: 0 }, bounds);
  open.add(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: (server.address() as AddressInfo).port, handed };
}

/** Sends text on a connection of its own and returns everything that is answered until it is closed. */
async function raw(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(head);
  return await text(socket);
}

const post = (port: number, path: string, bytes: number, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: Buffer.alloc(bytes, 'x') });

/** A body without a declared length, which ends after `bytes`; tells how many were asked for. */
function chunked(bytes: number) {
  const sent = { bytes: 0 };
  const body = new ReadableStream({
    pull(controller) {
      if (sent.bytes >= bytes) return controller.close();
      sent.bytes += 64 * 1024;
      controller.enqueue(Buffer.alloc(64 * 1024, 'x'));
    },
  });
  return { sent, body };
}

const KEY = { Authorization: 'Bearer kg_live_acme_x' };

describe('the body of a request', () => {
  it.each([
    ['/api/v1/signup', 64 * 1024, {}],
    ['/api/v1/clusters/heartbeat', MIB, KEY],
    ['/api/stripe/webhook', 512 * 1024, KEY],
    ['/api/auth/callback/credentials', 64 * 1024, { Cookie: 'a=b' }],
    ['/api/v1/ingest/events.normalized', MAX_BODY_BYTES, KEY],
  ])('of %s may have %d bytes, declared or chunked, and gets 413 above that', async (path, most, headers) => {
    const { port } = await serve();
    expect(await (await post(port, path, most, headers)).text()).toBe(String(most));
    const declared = await post(port, path, most + 1, headers);
    expect(declared.status).toBe(413);
    expect(await declared.json()).toMatchObject({ code: 'body_too_large', detail: expect.stringContaining(`at most ${most} bytes`) });
    const { body } = chunked(most + 64 * 1024);
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await fetch(`http://127.0.0.1:${port}${path}`, init)).status).toBe(413);
  });

  it('of half a gigabyte is not read: neither declared, nor chunked, whatever its encoding', async () => {
    const { port, handed } = await serve();
    const declared = await raw(
      port,
      `POST /api/v1/signup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000000\r\n\r\n${'x'.repeat(1_000)}`,
    );
    expect(declared).toMatch(/^HTTP\/1.1 413 .*problem\+json/s);
    const { sent, body } = chunked(500 * MIB);
    const headers = { 'Content-Encoding': 'gzip' };
    await fetch(`http://127.0.0.1:${port}/api/auth/signin`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit).catch(
      () => {},
    );
    expect(sent.bytes).toBeLessThan(20 * MIB);
    expect(handed).toEqual([]);
  });

  it('of a batch is read only once its sender is known, and no faster than it is read', async () => {
    const { port } = await serve({}, () => false);
    const { sent, body } = chunked(8 * MIB);
    const init = { method: 'POST', headers: KEY, body, duplex: 'half' } as RequestInit;
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/ingest/events.normalized`, init);
    expect(answer.status).toBe(401);
    expect(sent.bytes).toBeLessThan(8 * MIB);
  });

  it.each(['/api/v1/signup', '/api/v1/ingest/events.normalized', '/api/stripe/webhook'])(
    'that drips into %s gets 408 at its deadline, as problem+json',
    async (path) => {
      const { port } = await serve({ bodyMs: 100 });
      const answer = await raw(port, `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx`);
      expect(answer).toMatch(/^HTTP\/1.1 408 .*problem\+json/s);
      expect(answer).toContain('"code":"body_too_slow"');
    },
  );

  it('that ends early is never handed on', async () => {
    const { port, handed } = await serve();
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /api/v1/signup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx');
    socket.end();
    await once(socket, 'close');
    expect(await (await post(port, '/api/auth/callback/credentials', 3)).text()).toBe('3');
    expect(handed).toEqual(['/api/auth/callback/credentials']);
  });

  it('loses its place to others when it drips and the memory for bodies is used up', async () => {
    const { port } = await serve({ memoryBytes: 100_000 });
    const dripping = raw(
      port,
      `POST /api/auth/callback/credentials HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60001\r\n\r\n${'x'.repeat(60_000)}`,
    );
    expect(await (await post(port, '/api/auth/callback/credentials', 60_000)).text()).toBe('60000');
    expect(await dripping).toMatch(/^HTTP\/1.1 503 .*"code":"busy"/s);
    for (let i = 0; i < 5; i++)
      expect(await (await post(port, '/api/auth/callback/credentials', 60_000)).text(), 'the memory is given back').toBe('60000');
  });
});

describe('a connection', () => {
  it('whose head drips gets 408 as problem+json', async () => {
    const { port } = await serve({ headersMs: 100 });
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 408 .*"code":"request_too_slow"/s);
  });

  it.each([
    ['headers of 20 KiB', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP', '\u0016\u0003\u0001 hello\r\n\r\n', 400],
    ['two lengths', 'POST /api/v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 400],
    ['a length and chunks', 'POST /api/v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx', 400],
  ])('with %s gets %3$d as problem+json and is closed', async (_, head, status) => {
    const { port, handed } = await serve();
    expect(await raw(port, head)).toMatch(new RegExp(`^HTTP/1.1 ${status} .*problem\\+json`, 's'));
    expect(handed).toEqual([]);
  });
});
