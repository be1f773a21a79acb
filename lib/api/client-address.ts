import type { IncomingMessage } from 'node:http';

/** The header in which the HTTP server passes on the caller's address; it replaces whatever the caller sent under this name. */
const HEADER = 'x-kg-rca-client-address';

/**
 * Notes on a request which address it came from: that of the connection or, behind `proxies` reverse proxies of the provider,
 * the one that the outermost of them added to X-Forwarded-For. Entries before that one are the caller's own claims.
 */
export function noteClientAddress(request: IncomingMessage, proxies: number): void {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const address = proxies > 0 ? forwarded.at(-proxies) : undefined;
  request.headers[HEADER] = address ?? request.socket.remoteAddress ?? '';
}

/** The address that a request came from, such as 203.0.113.7 or ::1; `unknown` where the HTTP server did not note one. */
export function clientAddressOf(request: { headers: Headers }): string {
  return (request.headers.get(HEADER) || 'unknown').replace(/^::ffff:/, '').slice(0, 45);
}

/** What a session keeps about where it was opened. */
export function callerOf(request: { headers: Headers }): { address: string; userAgent: string } {
  return { address: clientAddressOf(request), userAgent: [...(request.headers.get('user-agent') ?? '')].slice(0, 300).join('') };
}
