import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Store } from '../store/store.ts';
import { authenticate } from './authenticate.ts';
import type { Admit, Api } from './context.ts';
import { aggregatedDiscovery, discoveryDocument } from './discovery.ts';
import type { LogSource } from './logs.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { ensureBootstrapRoles, forbidden, isAllowed, type ResourceAccess } from './rbac.ts';
import { acceptsAggregatedDiscovery, sendJson, sendStatus } from './representation.ts';
import { answerResource } from './resource-request.ts';
import { type ResourcePath, resourcePath, type Verb, verbOf } from './routes.ts';
import { badRequest, methodNotAllowed, statusOf } from './status.ts';
import { kubeconfigText, Tokens, type User } from './users.ts';

/** Answers a request outside the API, without a token: the simulator's own routes. */
export type ExtraRoutes = (method: string, path: string) => { code: number; body: object } | undefined;

export interface ApiServerOptions {
  store: Store;
  /** 0 or omitted: any free port. */
  port?: number;
  host?: string;
  /** Epoch ms. */
  now?: () => number;
  /** Omitted: everything is written as it comes. */
  admit?: Admit;
  /** Omitted: every log is empty. */
  logs?: LogSource;
  extraRoutes?: ExtraRoutes;
  /** The version that the server reports. */
  version?: string;
  /** How often watches that asked for bookmarks get one, in ms; a minute by default, as in the real server. */
  bookmarkEveryMs?: number;
}

export interface ApiServer {
  /** `http://host:port`. */
  url: string;
  /** A bearer token for a user, valid while the server runs. The group system:masters may do everything. */
  issueToken(user: User): string;
  /** A kubeconfig for a token, as YAML. */
  kubeconfigFor(userName: string, token: string): string;
  /** Ends open watches and followed logs, then the server. */
  close(): Promise<void>;
}

/** Serves a store as a Kubernetes API over plain HTTP. Rejects if the port is in use. */
export async function startApiServer({
  store,
  port = 0,
  host = '127.0.0.1',
  now = Date.now,
  admit = (_operation, object) => object,
  logs = { async *lines() {} },
  extraRoutes = () => undefined,
  version = 'v1.34.4',
  bookmarkEveryMs = 60_000,
}: ApiServerOptions): Promise<ApiServer> {
  const tokens = new Tokens(store, now);
  const api: Api = { store, now, admit, logs, tokens, version, bookmarkEveryMs, streams: new Set() };
  ensureBootstrapRoles(store);
  const server = createServer((request, response) => void answer(api, extraRoutes, request, response));
  // Go's clients keep idle connections for 90 s: the server must not close them first.
  server.keepAliveTimeout = 180_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    issueToken: (user) => tokens.issue(user),
    kubeconfigFor: (userName, token) => kubeconfigText(url, userName, token),
    async close() {
      for (const end of [...api.streams]) end();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(api: Api, extraRoutes: ExtraRoutes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('audit-id', randomUUID());
  try {
    const { pathname: path, searchParams: query } = urlOf(request);
    const method = request.method ?? 'GET';
    const extra = extraRoutes(method, path);
    if (extra) return sendJson(request, response, extra.code, extra.body);
    const user = authenticate(api, request);
    const resource = resourcePath(path);
    if (!resource) return await answerPath(api, user, method, path, request, response);
    const verb = verbOf(method, resource, query);
    if (!verb) throw methodNotAllowed();
    const access = accessOf(verb, resource);
    if (!isAllowed(api.store, user, access)) throw forbidden(user, access);
    await answerResource(api, { path: resource, verb, query, user, request, response });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendStatus(request, response, statusOf(error));
  }
}

function urlOf(request: IncomingMessage): URL {
  try {
    const url = new URL(request.url ?? '/', 'http://server');
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    throw badRequest(`the path ${request.url} is not a valid URL`);
  }
}

/** What RBAC decides on. A namespace counts as being in itself, as in the real server. */
function accessOf(verb: Verb, { group, resource, namespace, name, subresource }: ResourcePath): ResourceAccess {
  const within = namespace ?? (group === '' && resource === 'namespaces' ? name : undefined);
  return {
    verb,
    group,
    resource: subresource ? `${resource}/${subresource}` : resource,
    ...(within !== undefined && { namespace: within }),
    ...(name !== undefined && { name }),
  };
}

/** Answers a path that is not a resource: health, version, discovery, OpenAPI. */
async function answerPath(
  api: Api,
  user: User,
  method: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const access = { verb: method === 'HEAD' ? 'get' : method.toLowerCase(), path };
  if (!isAllowed(api.store, user, access)) throw forbidden(user, access);
  if (['/healthz', '/livez', '/readyz'].includes(path)) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    return;
  }
  const root = path === '/api' || path === '/apis' ? (path.slice(1) as 'api' | 'apis') : undefined;
  if (root && acceptsAggregatedDiscovery(request.headers.accept))
    return sendJson(
      request,
      response,
      200,
      aggregatedDiscovery(root),
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    );
  const openApi = path === '/openapi/v3' ? openApiIndex() : path.startsWith('/openapi/v3/') ? openApiDocument(path.slice(12)) : undefined;
  const document = openApi ?? discoveryDocument(path, api.version);
  if (document) return sendJson(request, response, 200, document);
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
}
