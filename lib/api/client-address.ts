import type { IncomingMessage } from 'node:http';

/** The headers in which the HTTP server passes on what routes and pages cannot see; they replace what the caller sent under these names. */
const ADDRESS_HEADER = 'x-kg-rca-client-address';
const PATH_HEADER = 'x-kg-rca-path';

/**
 * Notes on a request which path it asks for and which address it came from: that of the connection or, behind `proxies` reverse proxies of the provider,
 * the one that the outermost of them added to X-Forwarded-For. Entries before that one are the caller's own claims.
 */
export function noteOrigin(request: IncomingMessage, proxies: number): void {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const address = proxies > 0 ? forwarded.at(-proxies) : undefined;
  request.headers[ADDRESS_HEADER] = address ?? request.socket.remoteAddress ?? '';
  request.headers[PATH_HEADER] = request.url ?? '/';
}

/** The address that a request came from, such as 203.0.113.7 or ::1; `unknown` where the HTTP server did not note one. */
export function clientAddressOf(request: { headers: Headers }): string {
  return (request.headers.get(ADDRESS_HEADER) || 'unknown').replace(/^::ffff:/, '').slice(0, 45);
}

/** What a session keeps about where it was opened. */
export function callerOf(request: { headers: Headers }): { address: string; userAgent: string } {
  return { address: clientAddressOf(request), userAgent: [...(request.headers.get('user-agent') ?? '')].slice(0, 300).join('') };
}

/** The path and query that a page was asked for, without what Next adds to it; `/` where the HTTP server did not note one. */
export function pathOf({ headers }: { headers: { get(name: string): string | null } }): string {
  const url = new URL(headers.get(PATH_HEADER) ?? '/', 'http://portal');
  url.searchParams.delete('_rsc');
  return `${url.pathname}${url.search}`;
}
