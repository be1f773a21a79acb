import { createServer } from 'node:http';
import next from 'next';
import { callableOf } from '#lib/auth/interop.ts';
import { readiness } from '#lib/platform/readiness.ts';

type NextFactory = (options: { dev: boolean; dir: string; hostname: string; port: number }) => {
  prepare(): Promise<void>;
  getRequestHandler(): (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>;
  close(): Promise<void>;
};

/** The web role: portal and REST API, from the production build, in this process. */
export async function startWeb({ root, host, port }: { root: string; host: string; port: number }): Promise<{ stop(): Promise<void> }> {
  const app = callableOf<NextFactory>(next)({ dev: false, dir: root, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  return {
    async stop() {
      readiness.failFromNowOn();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      // A page that streams or polls may hold its connection: it gets two seconds to end.
      const cut = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(cut);
      await app.close();
    },
  };
}
