import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { readiness } from './readiness.ts';

/** What the health server of a process reports on. */
export interface HealthServerOptions {
  host: string;
  /** 0 for any free port. */
  port: number;
  registry: Pick<Registry, 'metrics' | 'contentType'>;
  /** Throws when a part that this process cannot work without does not answer. */
  check: () => Promise<void>;
  /** Brings metrics up to date that are read from elsewhere; called before each scrape. */
  beforeMetrics?: () => Promise<void>;
}

/** The health server of a process: every process has one, whatever its roles. */
export interface HealthServer {
  /** Without a slash at its end. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (alive), `/readyz` (ready for work: started, not stopping, and its parts answer) and `/metrics`
 * (Prometheus' text format) on a port of its own. Rejects with the error of `listen` when the port cannot be had.
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host, port, registry, check, beforeMetrics } = options;
  const routes: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/healthz': async (response) => answer(response, 200, { status: 'ok' }),
    async '/readyz'(response) {
      const state = readiness.state();
      if (state !== 'ready') return answer(response, 503, { status: state });
      await check().then(
        () => answer(response, 200, { status: 'ready' }),
        (error: Error) => answer(response, 503, { status: 'unavailable', detail: error.message }),
      );
    },
    async '/metrics'(response) {
      await beforeMetrics?.();
      const text = await registry.metrics();
      response.writeHead(200, { 'Content-Type': registry.contentType }).end(text);
    },
  };
  const server = createServer((request, response) => {
    const route = routes[request.url?.split('?')[0] ?? ''];
    if (!route || (request.method !== 'GET' && request.method !== 'HEAD')) return answer(response, 404, { status: 'not found' });
    route(response).catch((error: Error) => answer(response, 500, { status: 'error', detail: error.message }));
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
