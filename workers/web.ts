import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { cachedRefusal, problemResponse } from '#lib/api/index.ts';
import { callableOf } from '#lib/auth/interop.ts';
import { metrics } from '#lib/platform/metrics.ts';
import type { Problem } from '#lib/platform/problem.ts';
import { readiness } from '#lib/platform/readiness.ts';

type NextFactory = (options: { dev: boolean; dir: string; hostname: string; port: number }) => {
  prepare(): Promise<void>;
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  close(): Promise<void>;
};

/** What the portal and the REST API are served with. */
export interface WebOptions {
  root: string;
  host: string;
  port: number;
  /** Compiles pages when they are asked for and reloads them on change, instead of serving the production build. */
  dev: boolean;
}

/** Serves the portal and the REST API from this process. Rejects when the port cannot be had or there is no build. */
export async function startWeb({ root, host, port, dev }: WebOptions): Promise<{ stop(): Promise<void> }> {
  const app = callableOf<NextFactory>(next)({ dev, dir: root, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => {
    const refusal = cachedRefusal(request.headers.authorization, request.url?.split('?')[0] ?? '/', Date.now());
    void (refusal ? refuse(response, refusal) : handle(request, response));
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  return {
    async stop() {
      readiness.stopping();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      // A page that streams or polls may keep its connection: it gets two seconds to end.
      const cut = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(cut);
      await app.close();
    },
  };
}

/** Answers without reading the body: Node discards the rest of it. */
async function refuse(response: ServerResponse, refusal: Problem): Promise<void> {
  const answer = problemResponse(refusal);
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'X-Request-Id': randomUUID() });
  response.end(await answer.text());
  metrics().requests.observe({ operation: 'repeated_refusal', status: answer.status }, 0);
}
