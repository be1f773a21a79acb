import next from 'next';
import { callableOf } from '#lib/auth/interop.ts';
import { env } from '#lib/platform/env.ts';
import { readiness } from '#lib/platform/readiness.ts';
import { createHttpServer, type Handle } from './http-server.ts';

type NextFactory = (options: { dev: boolean; dir: string; hostname: string; port: number }) => {
  prepare(): Promise<void>;
  getRequestHandler(): Handle;
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
  const server = createHttpServer(app.getRequestHandler(), { ...env.use(), isDev: dev });
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
