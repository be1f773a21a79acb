import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '#lib/kubernetes/kinds.ts';

interface StoredEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  revision: number;
}

interface Watch {
  collection: string;
  response: ServerResponse;
}

/** A request that the server saw. */
interface SeenRequest {
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
}

/**
 * The part of a Kubernetes API server that a reader meets, for tests: collections at paths, lists in pages, watches
 * with bookmarks, 410 after `compact`, failures on order. Objects are stored as they are given; the server sets
 * uid (where absent) and resourceVersion.
 */
export class TestApiServer {
  readonly seen: SeenRequest[] = [];
  /** Returns to be given instead of the real ones: the first that matches a path is used up. */
  readonly failures: { path: string; watch?: boolean; status: number; headers?: Record<string, string>; body?: string }[] = [];
  /** Log texts by `namespace/pod/container[/previous]`. */
  readonly logs = new Map<string, string>();
  /** What discovery answers, by path: `/apis` and `/apis/<group>/<version>`. */
  readonly documents = new Map<string, unknown>();
  readonly #collections = new Map<string, Map<string, KubeObject>>();
  readonly #history = new Map<string, StoredEvent[]>();
  #revision = 100;
  #compacted = 0;
  #watches = new Set<Watch>();
  #server: Server;

  constructor(collections: readonly string[]) {
    for (const path of collections) {
      this.#collections.set(path, new Map());
      this.#history.set(path, []);
    }
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Lets discovery tell a group with its kinds: name, plural, and whether they are namespaced. */
  serve(apiVersion: string, kinds: readonly (readonly [kind: string, resource: string, namespaced: boolean])[]): void {
    const [name = ''] = apiVersion.split('/');
    const { groups } = (this.documents.get('/apis') ?? { groups: [] }) as { groups: unknown[] };
    this.documents.set('/apis', { groups: [...groups, { name, preferredVersion: { groupVersion: apiVersion } }] });
    const verbs = ['get', 'list', 'watch'];
    const resources = kinds.flatMap(([kind, resource, namespaced]) => [
      { name: resource, kind, namespaced, verbs },
      { name: `${resource}/status`, kind, namespaced, verbs: ['get'] },
    ]);
    this.documents.set(`/apis/${apiVersion}`, { resources });
    for (const [, resource] of kinds) {
      this.#collections.set(`/apis/${apiVersion}/${resource}`, new Map());
      this.#history.set(`/apis/${apiVersion}/${resource}`, []);
    }
  }

  /** Creates or replaces an object. */
  put(
    path: string,
    object: Omit<KubeObject, 'metadata'> & { metadata: { name: string; namespace?: string; [field: string]: unknown } },
  ): KubeObject {
    const objects = this.#of(path);
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const before = objects.get(key);
    const uid = String(object.metadata.uid ?? before?.metadata.uid ?? `uid-${object.metadata.name}-${this.#revision}`);
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(++this.#revision) } } as KubeObject;
    objects.set(key, stored);
    this.#publish(path, { type: before ? 'MODIFIED' : 'ADDED', object: stored, revision: this.#revision });
    return stored;
  }

  remove(path: string, name: string, namespace = ''): void {
    const objects = this.#of(path);
    const object = objects.get(`${namespace}/${name}`);
    if (!object) throw new Error(`there is no ${namespace}/${name} at ${path}`);
    objects.delete(`${namespace}/${name}`);
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.#revision) } };
    this.#publish(path, { type: 'DELETED', object: last, revision: this.#revision });
  }

  /** Tells watchers how far they are without a change. */
  bookmark(path: string): void {
    this.#send(path, { type: 'BOOKMARK', object: { metadata: { resourceVersion: String(++this.#revision) } } });
  }

  /** Forgets the past: watches from before it get 410. */
  compact(): void {
    this.#compacted = ++this.#revision;
  }

  /** Cuts every open watch, as a crashing server does. */
  cutWatches(): void {
    for (const { response } of this.#watches) response.destroy();
  }

  /** Sends an event of its own to the open watches of a collection. */
  emit(path: string, event: unknown): void {
    this.#send(path, event);
  }

  /** The objects of a collection as they are now. */
  objects(path: string): IterableIterator<KubeObject> {
    return this.#of(path).values();
  }

  /** How many watches of a collection are open. */
  watching(path: string): number {
    return [...this.#watches].filter(({ collection }) => collection === path).length;
  }

  requests(path: string, watch: boolean): SeenRequest[] {
    return this.seen.filter((request) => request.path === path && request.query.has('watch') === watch);
  }

  #of(path: string): Map<string, KubeObject> {
    const objects = this.#collections.get(path);
    if (!objects) throw new Error(`there is no collection ${path}`);
    return objects;
  }

  #publish(path: string, event: StoredEvent): void {
    this.#history.get(path)?.push(event);
    this.#send(path, { type: event.type, object: event.object });
  }

  #send(path: string, event: unknown): void {
    for (const { collection, response } of this.#watches) if (collection === path) response.write(`${JSON.stringify(event)}\n`);
  }

  #answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://server');
    this.seen.push({ path, query, authorization: request.headers.authorization });
    const ordered = this.failures.findIndex(
      (failure) => failure.path === path && (failure.watch === undefined || failure.watch === query.has('watch')),
    );
    if (ordered >= 0) {
      const [failure] = this.failures.splice(ordered, 1);
      response
        .writeHead(failure!.status, failure!.headers)
        .end(failure!.body ?? JSON.stringify({ kind: 'Status', message: `ordered ${failure!.status}` }));
      return;
    }
    if (path === '/version') return json(response, 200, { gitVersion: 'v1.34.0-test' });
    if (this.documents.has(path)) return json(response, 200, this.documents.get(path));
    const log = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/.exec(path);
    if (log) return this.#answerLog(response, `${log[1]}/${log[2]}`, query);
    if (!this.#collections.has(path))
      return json(response, 404, { kind: 'Status', message: 'the server could not find the requested resource' });
    if (query.has('watch')) return this.#watch(path, query, response);
    this.#list(path, query, response);
  }

  #answerLog(response: ServerResponse, pod: string, query: URLSearchParams) {
    const text = this.logs.get(`${pod}/${query.get('container')}${query.get('previous') === 'true' ? '/previous' : ''}`);
    if (text === undefined) return json(response, 400, { kind: 'Status', message: 'container is waiting to start' });
    const since = query.get('sinceTime');
    const lines = text.split('\n').filter((line) => line !== '' && (!since || line.slice(0, 19) >= since.slice(0, 19)));
    response.writeHead(200, { 'content-type': 'text/plain' }).end(
      lines
        .slice(-Number(query.get('tailLines')))
        .join('\n')
        .concat('\n'),
    );
  }

  #list(path: string, query: URLSearchParams, response: ServerResponse) {
    const items = [...this.#of(path).values()];
    const [offset, revision] = (query.get('continue') ?? `0@${this.#revision}`).split('@').map(Number) as [number, number];
    if (revision < this.#compacted)
      return json(response, 410, { kind: 'Status', reason: 'Expired', message: 'The provided continue parameter is too old' });
    const end = offset + Number(query.get('limit') ?? items.length);
    json(response, 200, {
      metadata: { resourceVersion: String(revision), ...(end < items.length && { continue: `${end}@${revision}` }) },
      items: items.slice(offset, end).map(({ apiVersion: _, kind: __, ...item }) => item),
    });
  }

  #watch(path: string, query: URLSearchParams, response: ServerResponse) {
    const from = Number(query.get('resourceVersion'));
    response.writeHead(200, { 'content-type': 'application/json' });
    if (from < this.#compacted) {
      response.end(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old resource version' } })}\n`);
      return;
    }
    response.flushHeaders();
    for (const { type, object, revision } of this.#history.get(path) ?? [])
      if (revision > from) response.write(`${JSON.stringify({ type, object })}\n`);
    const watch = { collection: path, response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
