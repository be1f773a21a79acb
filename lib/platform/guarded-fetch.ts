import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The longest answer that is read. */
const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 10_000;

/** Why an address was not asked, or its answer was not read. */
export class EgressError extends Error {
  override name = 'EgressError';
  /** Whether the address itself is refused: it does not help to try again. */
  readonly isRefused: boolean;
  constructor(message: string, { isRefused = false, cause }: { isRefused?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.isRefused = isRefused;
  }
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

/** What a request may reach beside the public internet. */
export interface Reach {
  /** Everything, also by plain HTTP: on an installation for trials, or where the provider's setting says so. */
  anywhere: boolean;
  /** Networks that the provider has named. */
  networks?: BlockList;
}

/** The networks in a text of CIDR blocks with commas between; undefined where one is malformed. */
export function networksIn(text: string): BlockList | undefined {
  const networks = new BlockList();
  for (const block of text.split(',').map((one) => one.trim())) {
    const [, address = '', prefix = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(block) ?? [];
    const family = isIP(address);
    if (family === 0 || Number(prefix) > (family === 4 ? 32 : 128)) return undefined;
    networks.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }
  return networks;
}

function mayReach(address: string, { anywhere, networks }: Reach): boolean {
  return anywhere || isPublicAddress(address) || networks?.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') === true;
}

/** What a request consists of. */
interface Init {
  method?: string | undefined;
  headers?: Record<string, string>;
  /** Bytes are sent as they are. */
  body?: Uint8Array | { toString(): string } | null | undefined;
}

/**
 * Requests something of an address that a client chose: only from the public internet and what `reach` adds to it, so that nobody
 * reaches the provider's own network through it. The addresses are checked where the connection is made, so that a name cannot
 * resolve to another one after the check. Redirects are not followed. Throws EgressError for an address that must not be reached,
 * after 10 seconds, for an answer of more than 256 KiB, and when nothing answers.
 */
export async function guardedFetch(address: string, { method = 'GET', headers = {}, body }: Init, reach: Reach): Promise<Response> {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(reach.anywhere && url.protocol === 'http:'))
    throw new EgressError(`${url.origin} is not reached by HTTPS`, { isRefused: true });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !mayReach(host, reach)) throw notPublic(host);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers, signal, agent: false as const, lookup: guardedLookup(reach) };
      (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, resolve)
        .on('error', reject)
        .end(body instanceof Uint8Array ? body : body?.toString());
    });
    return await readAnswer(response, host);
  } catch (error) {
    if (error instanceof EgressError) throw error;
    const reason = signal.aborted ? `did not answer within ${TIMEOUT_MS / 1000} seconds` : `cannot be reached (${codeOf(error)})`;
    throw new EgressError(`${url.host} ${reason}`, { cause: error });
  }
}

async function readAnswer(response: IncomingMessage, host: string): Promise<Response> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BYTES) {
      response.destroy();
      throw new EgressError(`the answer of ${host} has more than ${MAX_BYTES / 1024} KiB`);
    }
    parts.push(part);
  }
  const status = response.statusCode ?? 502;
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response([204, 205, 304].includes(status) ? null : Buffer.concat(parts), { status, headers });
}

/** Resolves a name as Node does, and refuses it when one of its addresses must not be reached. */
function guardedLookup(reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const hidden = addresses.find(({ address }) => !mayReach(address, reach));
      if (hidden) return callback(notPublic(hostname), '');
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function notPublic(host: string): EgressError {
  return new EgressError(`${host} is not on the public internet`, { isRefused: true });
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? (error as Error).message;
}
