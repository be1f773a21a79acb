import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '#workers/http-server.ts';
import { DELETE, GET, POST } from '../route.ts';

const METHODS: Record<string, (request: Request) => Response | Promise<Response>> = { GET, POST, DELETE };

/** The MCP server behind the HTTP server of the product, which checks hosts and sizes. Requests reach the route as Next hands them on. */
export async function startMcp(publicUrl: string): Promise<{ url: URL; close(): void }> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', headers } = request;
    const body = method === 'POST' ? { body: request, duplex: 'half' } : {};
    const init = { method, headers: headers as Record<string, string>, ...body } as unknown as RequestInit;
    const answer = await (METHODS[method] ?? GET)(new Request(`http://${headers.host}${request.url}`, init));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  };
  const server: Server = createHttpServer(handle, { publicUrl, loopback: true, TRUSTED_PROXIES: 0 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/mcp`),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
