import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the tester sends as its credentials; the proxy puts real ones in their place. */
export const PLACEHOLDER = 'put-credentials-here';
/** How often credentials are used before others are made: some operations end them, and each has a rate limit. */
const USES = 40;

/** A proxy on loopback, at `url`. */
export interface CredentialsProxy {
  url: string;
  close(): void;
}

/**
 * Stands between a tester that knows one header and a product whose operations end sessions, revoke keys and close clients: requests
 * with the placeholder get credentials that work, new ones after every answer of 401 and every `USES` requests. All others pass
 * unchanged. Every request comes from an address of its own, so that the throttles for strangers do not answer it.
 */
export async function startCredentialsProxy(target: string, newHeaders: () => Promise<Record<string, string>>): Promise<CredentialsProxy> {
  const { host, hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  let made: { left: number; headers: Promise<Record<string, string>> } | undefined;
  let number = 0;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const from = `198.19.${(++number >> 8) & 255}.${number & 255}`;
    // The tester invents few keys; one that it used for another request would be refused.
    const unused = incoming.headers['idempotency-key'] !== undefined && { 'idempotency-key': `"${number}"` };
    const headers = { ...incoming.headers, host, 'x-forwarded-for': from, ...unused };
    if (incoming.headers.authorization === `Bearer ${PLACEHOLDER}`) {
      if (!made || made.left-- <= 0) made = { left: USES, headers: newHeaders() };
      const { authorization: _, ...others } = headers;
      forward(incoming, outgoing, { ...others, ...(await made.headers) });
    } else {
      forward(incoming, outgoing, headers);
    }
  }

  function forward(incoming: IncomingMessage, outgoing: ServerResponse, headers: Record<string, string | string[] | undefined>): void {
    const { method = 'GET', url = '/' } = incoming;
    const sent = request({ agent, host: hostname, port, method, path: url, headers }, (answer) => {
      if (answer.statusCode === 401) made = undefined;
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    sent.once('error', () => outgoing.destroy());
    incoming.pipe(sent);
  }

  // What is too large is for the product to refuse.
  const server = createServer({ maxHeaderSize: 1_024 * 1_024 }, (incoming, outgoing) => {
    pass(incoming, outgoing).catch((error) => {
      console.log('No credentials could be made for a request, so it got no answer:', error);
      // The next request asks for others.
      made = undefined;
      outgoing.destroy();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
