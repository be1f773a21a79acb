import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KubeApiError, KubeClient } from './client.ts';
import type { KubeConnection } from './connection.ts';

/** Self-signed for 127.0.0.1; authority, server and client at once. It protects nothing but these tests. */
const CERT = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUKgAwIBAgIUeKy6h12Kr6ySlgxmnTAWn1GiqLUwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPdGVzdC1hcGktc2VydmVyMCAXDTI2MTEyMzA5NTAxNFoYDzIx
MjYxMDMwMDk1MDE0WjAaMRgwFgYDVQQDDA90ZXN0LWFwaS1zZXJ2ZXIwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAARrXvwqKbMr3MOUz5tG0uwwJXt989A9kqIUddZS
IK6sALqsaQDnvvFClntw63MI8fv5aHUgHEkwxzUSDkke4cJvo2QwYjAdBgNVHQ4E
FgQUkIx/OgZBmL0JwFq7q79aDsvqHb8wHwYDVR0jBBgwFoAUkIx/OgZBmL0JwFq7
q79aDsvqHb8wDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqG
SM49BAMCA0gAMEUCIQDRZuwT+9RYJmbBs0g6+EU3tQ2at1IF20KrVB9YcpYG2AIg
ZZxtgKH6QFIQb1PlEbW/OZm+iDqY3NyO71YR+Fj5/cU=
-----END CERTIFICATE-----`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdDUNGsAv5vFAXmbr
nvZFF+89upXFXQH8WFwZMzfqAtmhRANCAARrXvwqKbMr3MOUz5tG0uwwJXt989A9
kqIUddZSIK6sALqsaQDnvvFClntw63MI8fv5aHUgHEkwxzUSDkke4cJv
-----END PRIVATE KEY-----`;

const never = new AbortController().signal;
const server = createServer({ cert: CERT, key: KEY, ca: CERT, requestCert: true, rejectUnauthorized: false }, (request, response) => {
  if (request.url === '/prefix/hang') return response.flushHeaders();
  if (request.url === '/prefix/torn') return response.end('{"a":1}\n{"a":2}\n{"a":');
  if (request.url === '/prefix/html') return response.writeHead(502, { 'retry-after': '7' }).end('<html>bad gateway</html>');
  if (request.url === '/prefix/odd') return response.end('{"message":"a\\u0000b \\ud83d","list":["\\ude00"]}\n');
  if (request.url === '/prefix/log') return response.end('one\0two 😀\n');
  const { authorized } = request.socket as TLSSocket;
  return response.end(JSON.stringify({ authorized, path: request.url, token: request.headers.authorization ?? 'none' }));
});

let address: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `https://127.0.0.1:${(server.address() as AddressInfo).port}/prefix/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function withClient<T>(connection: Omit<KubeConnection, 'server'>, use: (client: KubeClient) => Promise<T>): Promise<T> {
  const client = new KubeClient({ server: address, ...connection });
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

const ask = (client: KubeClient) => client.json('/version', { limit: 5, absent: undefined }, never);

it('trusts the authority it was given, shows its certificate, and keeps the path in front of the API', async () => {
  expect(await withClient({ ca: CERT, cert: CERT, key: KEY }, ask)).toEqual({
    authorized: true,
    path: '/prefix/version?limit=5',
    token: 'none',
  });
});

it('asks for the token anew at each request: it may have been rotated', async () => {
  let n = 0;
  const tokens = await withClient({ ca: CERT, token: () => `t${++n}` }, async (client) => [await ask(client), await ask(client)]);
  expect(tokens).toMatchObject([{ token: 'Bearer t1' }, { token: 'Bearer t2' }]);
});

it('refuses a server whose authority it does not know, unless it is told not to look', async () => {
  await expect(withClient({}, ask)).rejects.toThrow(/self-signed certificate/);
  expect(await withClient({ insecureSkipTlsVerify: true }, ask)).toMatchObject({ path: '/prefix/version?limit=5' });
});

it('says what a proxy in front of the API server answered, and how long it asked to wait', async () => {
  const failure = await withClient({ ca: CERT }, (client) => client.json('/html', {}, never)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(KubeApiError);
  expect(failure).toMatchObject({ status: 502, retryAfterMs: 7_000, message: '/prefix/html answered 502: <html>bad gateway</html>' });
});

it('of a stream that is cut in the middle of a document gives the whole ones', async () => {
  const documents = await withClient({ ca: CERT }, async (client) => {
    const all: unknown[] = [];
    for await (const step of client.lines('/torn', {}, never, 10_000)) all.push(...step);
    return all;
  });
  expect(documents).toEqual([{ a: 1 }, { a: 2 }]);
});

it('gives up a stream on which nothing comes: the other side may be long gone', async () => {
  const read = withClient({ ca: CERT }, async (client) => {
    for await (const _ of client.lines('/hang', {}, never, 50));
  });
  await expect(read).rejects.toThrow(/nothing came for/);
});

it('replaces what no store takes, NUL and halves of characters, in objects and logs', async () => {
  const read = withClient({ ca: CERT }, async (client) => {
    const lines: unknown[] = [];
    for await (const step of client.lines('/odd', {}, never, 10_000)) lines.push(...step);
    return [await client.json('/odd', {}, never), ...lines, await client.text('/log', {}, never)];
  });
  const object = { message: 'a\ufffdb \ufffd', list: ['\ufffd'] };
  expect(await read).toEqual([object, object, 'one\ufffdtwo 😀\n']);
});
