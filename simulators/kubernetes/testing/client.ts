import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { type ApiServer, type ApiServerOptions, startApiServer } from '../api/server.ts';
import type { Obj } from '../store/object.ts';
import type { Store } from '../store/store.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of any kind
type Json = any;

/** An answer of the server; a JSON body is parsed. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

/** An open watch. */
export interface OpenWatch {
  /** The next event; undefined if the server has ended the watch. */
  next(): Promise<{ type: string; object: Obj } | undefined>;
  close(): void;
}

/** A server for a store, and its administrator. */
export interface Served {
  server: ApiServer;
  store: Store;
  /** A request as the administrator, or with another token ('' for none). */
  request(method: string, path: string, options?: { body?: unknown; type?: string; accept?: string; token?: string }): Promise<Answer>;
  watch(path: string, options?: { accept?: string }): Promise<OpenWatch>;
}

/** Starts a server on any free port; the caller closes it. */
export async function serve(options: ApiServerOptions): Promise<Served> {
  const server = await startApiServer(options);
  const admin = server.issueToken({ name: 'admin', groups: ['system:masters'] });
  return {
    server,
    store: options.store,
    async request(method, path, { body, type = 'application/json', accept = 'application/json', token = admin } = {}) {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { accept, ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': type }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const json = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
    },
    watch: (path, { accept = 'application/json' } = {}) => openWatch(`${server.url}${path}`, { accept, authorization: `Bearer ${admin}` }),
  };
}

async function openWatch(url: string, headers: Record<string, string>): Promise<OpenWatch> {
  const request: ClientRequest = get(url, { headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`the watch was answered ${response.statusCode}`);
  // Closing the connection, by us or the server, ends the stream in the middle of an answer.
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    async next() {
      const line = await lines.next();
      return line.done ? undefined : JSON.parse(line.value);
    },
    close: () => request.destroy(),
  };
}
