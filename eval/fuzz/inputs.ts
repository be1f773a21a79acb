import { parseJson } from '#lib/text/index.ts';
import type { Stream } from '#lib/wire/names.ts';
import type { Caller, Callers } from './callers.ts';
import { hostileText } from './hostile-values.ts';
import { corrupted, encoded, jsonOf, mutated } from './mutations.ts';
import type { Operation } from './operations.ts';
import type { Random } from './random.ts';
import { batchOf } from './records.ts';
import { valueFor } from './schema-values.ts';

/** A request as it is sent. */
export interface Input {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  /** For a batch whose body arrives as it was meant: its records, which the answer must account for. */
  batch?: { stream: Stream; records: unknown[] };
  /** The operation that is called, unless the method or the address is none of its. */
  operation?: Operation;
  /** The bytes of the connection instead of a request, where they are none that a client would build. */
  raw?: Buffer;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK'];
const PAGES = [
  '/',
  '/login',
  '/signup',
  '/incidents',
  '/topology',
  '/api-keys',
  '/admin',
  '/docs',
  '/reset-password',
  '/_next/x',
  '/_next/image',
  '/favicon.ico',
];
const AUTH = [
  '/api/stripe/webhook',
  '/api/auth/csrf',
  '/api/auth/session',
  '/api/auth/callback/password',
  '/api/auth/signin/x',
  '/api/auth/error',
  '/api/auth/_log',
  '/api/auth',
];

/** A batch for one of the clients whose records are counted. */
export function ingestInput(random: Random, key: string): Input {
  const batch = batchOf(random);
  const envelope = random.chance(0.1) ? mutated({ records: batch.records }, random) : { records: batch.records };
  let json: Buffer = Buffer.from(jsonOf(envelope));
  let isIntact = (envelope as { records?: unknown } | null)?.records === batch.records;
  if (random.chance(0.15)) [json, isIntact] = [corrupted(json, random), false];
  if (random.chance(0.002)) [json, isIntact] = [Buffer.alloc(random.of([8, 9]) * 1_024 * 1_024 + 1, 32), false];
  const { body, encoding } = encoded(json, random);
  const unchanged = encoding === undefined || encoding === 'identity' || (encoding === 'gzip' && body.length > 40 && isGzipOf(body, json));
  return {
    method: 'POST',
    path: `/api/v1/ingest/${batch.stream}`,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(encoding !== undefined && { 'content-encoding': encoding }),
      ...(random.chance(0.1) && hostileHeaders(random, ['authorization', 'content-encoding', 'host'])),
    },
    body,
    ...(isIntact && unchanged && { batch: { stream: batch.stream, records: (parseJson(json.toString()) as typeof batch).records } }),
  };
}

/** Whether nothing was put into the compressed form of a body. */
function isGzipOf(body: Buffer, json: Buffer): boolean {
  return body[0] === 0x1f && body.readUInt32LE(body.length - 4) === json.length;
}

/** A call of an operation of the REST API. */
export async function restInput(random: Random, operations: readonly Operation[], callers: Callers): Promise<Input> {
  const operation = random.of(operations);
  const caller = await callers.any(random);
  const value = operation.body ? valueFor(operation.body, random, caller.ids) : undefined;
  const changed = value === undefined && random.chance(0.9) ? undefined : random.chance(0.5) ? value : mutated(value, random);
  let bytes: Buffer | undefined = changed === undefined ? undefined : Buffer.from(jsonOf(changed));
  if (bytes && random.chance(0.1)) bytes = corrupted(bytes, random);
  const { body, encoding } = bytes && random.chance(0.15) ? encoded(bytes, random) : { body: bytes, encoding: undefined };
  const method = random.chance(0.03) ? random.of(METHODS) : operation.method;
  const path = pathOf(operation, random, caller);
  return {
    method,
    path: path + queryOf(operation, random, caller),
    ...(method === operation.method && !/%2e|\.\.|\/\/|\/$|%2f/i.test(path) && { operation }),
    headers: {
      ...caller.headers,
      ...(body && { 'content-type': 'application/json' }),
      ...(encoding !== undefined && { 'content-encoding': encoding }),
      ...(random.chance(0.2) && hostileHeaders(random, [])),
    },
    body,
  };
}

function pathOf({ path, parameters }: Operation, random: Random, caller: Caller): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
    if (random.chance(0.2))
      return random.of(['%', '%zz', '%00', '%ED%A0%80', '%2e%2e', '..', '%2F', ';', '%25', '%FF', 'a%0d%0ab', '', '%F0%9F%98%80']);
    const value = random.chance(0.6) ? random.of(caller.ids) : String(valueFor(schema, random, caller.ids));
    return inUrl(value, 2_000);
  });
}

function queryOf({ parameters }: Operation, random: Random, caller: Caller): string {
  const known = parameters.filter((one) => one.in === 'query');
  if (known.length === 0 && random.chance(0.9)) return '';
  const pairs: string[] = [];
  for (const { name, schema } of known) {
    if (random.chance(0.4)) continue;
    const value = random.chance(0.4) ? hostileText(random) : String(valueFor(schema, random, caller.ids));
    pairs.push(`${name}=${inUrl(value, 4_000)}`);
  }
  if (random.chance(0.2))
    pairs.push(
      random.of(['%', '=', '&&', 'a[]=1', 'a[b]=1', '%00=1', 'q=%ff', 'limit=1&limit=2', '__proto__=1', 'q', '%ED%A0%80=%zz', '?']),
    );
  return `?${pairs.join('&')}`;
}

/** A request for a page, a sign-in or the webhook. */
export async function portalInput(random: Random, callers: Callers): Promise<Input> {
  const caller = await callers.any(random);
  const isApi = random.chance(0.5);
  const query = random.chance(0.4)
    ? `?${random.of(['next', 'token', 'error', 'q', 'callbackUrl', 'url'])}=${inUrl(hostileText(random), 2_000)}`
    : '';
  const form = `csrfToken=x&email=${inUrl(hostileText(random), 500)}&password=x&json=true`;
  return {
    method: isApi ? random.of(['GET', 'POST', 'POST', 'PUT']) : random.of(['GET', 'GET', 'HEAD', 'POST']),
    path: random.of(isApi ? AUTH : PAGES) + query,
    headers: {
      ...caller.headers,
      'content-type': random.of(['application/x-www-form-urlencoded', 'application/json', 'text/plain', 'x']),
      ...hostileHeaders(random, []),
    },
    body: isApi ? random.of([undefined, Buffer.from(form), corrupted(Buffer.from(form), random), Buffer.from('{"type":"x"}')]) : undefined,
  };
}

/** One to three headers that a browser or an agent would not send; none of those named. */
function hostileHeaders(random: Random, except: readonly string[]): Record<string, string> {
  const text = hostileText(random)
    .replace(/[^\x20-\x7e\xa0-\xff]/g, '?')
    .slice(0, 3_000);
  const token = random.of(['', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', `kg_live_acme_${'x'.repeat(32)}`, 'kg_staff_x', '..', text]);
  const all: Record<string, string> = {
    authorization: `${random.of(['Bearer ', 'bearer  ', 'Basic ', ''])}${token}`,
    cookie: random.of([
      `kg-rca-session=${text}`,
      'kg-rca-session=',
      'a',
      '=;=;',
      `kg-rca-session=a.b.c.d.e; ${'x=y; '.repeat(200)}`,
      'next-auth.csrf-token=%',
    ]),
    origin: random.of(['null', '', 'http://evil.example', 'http://', '::', text]),
    host: random.of(['evil.example', '', '127.0.0.1:99999', '[::1', text]),
    'content-type': random.of(['multipart/form-data; boundary=', 'application/json; charset=utf-16', 'text/html', text]),
    accept: random.of(['text/html', '*/*;q=-1', text]),
    'accept-language': random.of(['*', text]),
    'user-agent': text,
    'x-forwarded-for': random.of(['unknown', '1.2.3.4, ::1, x', ', ,', text]),
    'x-forwarded-host': random.of(['evil.example', text]),
    'x-forwarded-proto': random.of(['https', 'javascript', text]),
    'x-http-method-override': 'DELETE',
    'x-middleware-subrequest': 'src/middleware:middleware',
    'x-invoke-path': '/admin',
    'x-matched-path': '/admin/[x',
    'x-nextjs-data': '1',
    rsc: '1',
    'next-router-state-tree': random.of(['%', '[]', '["",{},null,null,true]', text]),
    'next-action': random.of(['x', '7f'.repeat(21)]),
    'next-router-prefetch': '1',
    range: random.of(['bytes=0-0', 'bytes=9-1', text]),
    'if-none-match': random.of(['*', text]),
    'stripe-signature': random.of([`t=${Date.now()},v1=00`, 't=,v1=', text]),
    'last-event-id': text,
    expect: '100-continue',
  };
  const names = Object.keys(all).filter((name) => !except.includes(name));
  const chosen = Array.from({ length: 1 + random.below(3) }, () => random.of(names));
  return Object.fromEntries(chosen.map((name) => [name, all[name] ?? '']));
}

/** Bytes that are no request, or not quite. */
export function rawInput(random: Random, host: string): Input {
  const path = random.of(['/api/v1/me', '/api/v1/ingest/alerts.normalized', '/', '/api/v1/signup']);
  const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  const bytes = random.of([
    `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}`,
    `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    `${head}Content-Length: -1\r\n\r\n`,
    `${head}Content-Length: 1e3\r\n\r\n{}`,
    `${head}Content-Length: 4\r\nContent-Length: 2\r\n\r\n{}`,
    `${head}Content-Length: 100\r\n\r\n{"a":`,
    `${head}X: a\r\n b\r\n\0: c\r\n\r\n`,
    `${head}X: ${'x'.repeat(40_000)}\r\n\r\n`,
    `${head}${'X: y\r\n'.repeat(3_000)}\r\n`,
    `${head}: x\r\n\r\n`,
    `GET ${path} HTTP/1.1\r\n\r\n`,
    `GET ${path} HTTP/1.0\r\nHost: ${host}\r\n\r\n`,
    `GET ${path} HTTP/9.9\r\nHost: ${host}\r\n\r\n`,
    `GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `GET //evil.example HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET /\\evil.example/%5c HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET /\xff\xfe?\xc0=\x80 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET ${path}#${'a'.repeat(9_000)} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `GET * HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '\r\n\r\n\r\n',
  ]);
  return { method: 'raw', path, headers: {}, body: undefined, raw: Buffer.from(bytes, 'latin1') };
}

function inUrl(text: string, most: number): string {
  return encodeURIComponent(text.slice(0, most).toWellFormed());
}
