import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { env } from '#lib/platform/env.ts';

/** The longest answer of an issuer that is read: discovery documents and key sets have a few kilobytes. */
const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 10_000;

/** Why an issuer was not asked, or its answer was not read. */
export class IssuerError extends Error {
  override name = 'IssuerError';
}

/** Addresses that are not on the public internet (IANA special-purpose registries, RFC 6890). */
const SPECIAL = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv4');
/** Inside 2000::/3: Teredo, documentation and 6to4, which leads to an IPv4 address. */
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv6');
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !SPECIAL.check(address, 'ipv4');
  return GLOBAL_V6.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

/** Whether issuers may be in private networks and speak HTTP: on an installation for trials, or where the setting says so. */
export function mayReachPrivateNetworks(): boolean {
  return env.use().loopback || env.use().SSO_PRIVATE_NETWORKS;
}

/** What a request consists of. */
interface Init {
  method?: string | undefined;
  headers?: Record<string, string>;
  body?: { toString(): string } | null | undefined;
}

/**
 * Requests something of an issuer, whose address a client chose: only from the public internet, so that nobody reaches the
 * provider's own network through it, unless `mayReachPrivateNetworks`. The addresses are checked where the connection is made, so
 * that a name cannot resolve to another one after the check. Redirects are not followed. Throws IssuerError for an address that
 * must not be reached, after 10 seconds, for an answer of more than 256 KiB, and when the issuer cannot be reached.
 */
export async function guardedFetch(address: string, { method = 'GET', headers = {}, body }: Init): Promise<Response> {
  const url = new URL(address);
  const open = mayReachPrivateNetworks();
  if (url.protocol !== 'https:' && !(open && url.protocol === 'http:')) throw new IssuerError(`${url.origin} is not reached by HTTPS`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!open && isIP(host) && !isPublicAddress(host)) throw notPublic(host);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers, signal, agent: false as const, ...(!open && { lookup: publicLookup }) };
      (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, resolve).on('error', reject).end(body?.toString());
    });
    return await readAnswer(response, host);
  } catch (error) {
    if (error instanceof IssuerError) throw error;
    const reason = signal.aborted ? `did not answer within ${TIMEOUT_MS / 1000} seconds` : `cannot be reached (${codeOf(error)})`;
    throw new IssuerError(`${url.host} ${reason}`, { cause: error });
  }
}

async function readAnswer(response: IncomingMessage, host: string): Promise<Response> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BYTES) {
      response.destroy();
      throw new IssuerError(`the answer of ${host} has more than ${MAX_BYTES / 1024} KiB`);
    }
    parts.push(part);
  }
  const status = response.statusCode ?? 502;
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response([204, 205, 304].includes(status) ? null : Buffer.concat(parts), { status, headers });
}

/** Resolves a name as Node does, and refuses it when one of its addresses is not public. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden) return callback(notPublic(hostname), '');
    const [first] = addresses;
    if (options.all || !first) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

function notPublic(host: string): IssuerError {
  return new IssuerError(`${host} is not on the public internet`);
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? (error as Error).message;
}
