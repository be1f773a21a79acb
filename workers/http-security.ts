import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';
import { type Env, isLoopbackHost } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { allowedMethods } from './api-methods.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PAGE_METHODS = ['GET', 'HEAD'];

/** The parts of the settings that decide. */
export type HttpSettings = Pick<Env, 'publicUrl' | 'loopback' | 'TRUSTED_PROXIES'>;

/**
 * Sets the security headers of every answer, and hands Next the nonce that its scripts carry (it reads the policy from the
 * request). `isDev`: the development build evaluates code.
 */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse, { publicUrl }: HttpSettings, isDev: boolean): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    // Charts and menus set positions in style attributes, which no nonce can allow.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${isDev ? ' ws:' : ''}`,
    // The service worker is a file of the portal; script-src would ask for a nonce.
    `worker-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  const headers = {
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(publicUrl.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' }),
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** Headers by which parts of Next talk to each other, or to forms that this portal does not have: nobody else may send them. */
const INTERNAL_HEADERS = /^(next-action|x-middleware-|x-invoke-|x-matched-path$|x-next-|x-nextjs-)/;

/** Requests for a part of a file, or for it on a condition. Next fails with 500 where the part or condition does not hold. */
const CONDITIONS = ['range', 'if-range', 'if-match', 'if-unmodified-since'];

/**
 * Takes from a request what only the server itself or a proxy of the provider may say, so that Next does not believe a stranger, and
 * what the portal does not offer: a server may ignore a range (RFC 9110, 14.2), and its files are small. `X-Forwarded-For` is not of
 * interest here: client-address.ts reads it.
 */
export function dropHeaders({ headers }: IncomingMessage, { TRUSTED_PROXIES }: Pick<HttpSettings, 'TRUSTED_PROXIES'>): void {
  for (const name of Object.keys(headers)) if (INTERNAL_HEADERS.test(name)) delete headers[name];
  for (const name of CONDITIONS) delete headers[name];
  if (!isRouterState(headers['next-router-state-tree'])) delete headers['next-router-state-tree'];
  if (TRUSTED_PROXIES === 0 || !/^https?$/.test(String(headers['x-forwarded-proto']))) delete headers['x-forwarded-proto'];
  if (TRUSTED_PROXIES === 0) delete headers['x-forwarded-host'];
}

/**
 * Throws a Problem for a request that no operation and no page is for: 400 for an address that cannot be read, 421 for another host name than the portal's (a page of
 * another site whose name was pointed here could read answers otherwise), 405 for a method that nothing declares.
 */
export function assertAcceptable(request: IncomingMessage, { publicUrl, loopback, TRUSTED_PROXIES }: HttpSettings): void {
  const forwarded = TRUSTED_PROXIES > 0 ? request.headers['x-forwarded-host'] : undefined;
  const host = String(forwarded ?? request.headers.host ?? '');
  if (host !== new URL(publicUrl).host && !(loopback && URL.canParse(`http://${host}`) && isLoopbackHost(host.replace(/:\d+$/, '')))) {
    throw new Problem(421, 'wrong_host', `The portal is at ${publicUrl}. Set PUBLIC_URL if that is not its address.`);
  }
  if (!isReadable(request.url)) {
    throw new Problem(
      400,
      'bad_address',
      'The path of a request begins with one slash, has no segments . and .., and its percent signs encode UTF-8. Encode the address again.',
    );
  }
  const isApi = request.url?.startsWith('/api/') ?? false;
  const allowed = isApi ? (allowedMethods(request.url) ?? METHODS) : PAGE_METHODS;
  if (!allowed.includes(request.method ?? '')) {
    const detail = `The method ${request.method} is not supported here. Use ${allowed.join(', ')}.`;
    throw new Problem(405, 'method_not_allowed', detail, { headers: { Allow: allowed.join(', ') } });
  }
}

/** Whether Next can read what its router in the browser says of the page that is open; it fails on anything else. */
function isRouterState(header: string | string[] | undefined): boolean {
  // No request of a program has one, and an error costs more than all other headers.
  if (header === undefined) return false;
  try {
    return parseAndValidateFlightRouterState(header) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Whether the target of a request is a path (RFC 9112, 3.2.1) that can be decoded and has no dot segments: clients resolve those
 * (RFC 3986, 5.2.4), and Next would look for another address than the one whose methods are checked here.
 */
function isReadable(url = ''): boolean {
  if (!url.startsWith('/') || url.startsWith('//')) return false;
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '');
    return !path.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
  } catch {
    return false;
  }
}
