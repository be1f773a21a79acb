import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { assertAcceptable, dropHeaders, setSecurityHeaders } from './http-security.ts';

const PUBLIC = { publicUrl: 'https://portal.example.com', loopback: false, TRUSTED_PROXIES: 0 };
const LOCAL = { publicUrl: 'http://127.0.0.1:3000', loopback: true, TRUSTED_PROXIES: 0 };
const requestOf = (method: string, url: string, headers: Record<string, string>) =>
  ({ method, url, headers }) as unknown as IncomingMessage;

function headersOf(settings: typeof PUBLIC) {
  const request = requestOf('GET', '/', {});
  const headers: Record<string, string> = {};
  const setHeader = (name: string, value: string) => {
    headers[name] = value;
  };
  setSecurityHeaders(request, { setHeader } as unknown as ServerResponse, settings, false);
  return { request, headers };
}

describe('the headers of every answer', () => {
  it('allow scripts with the nonce of this very request only', () => {
    const [a, b] = [headersOf(PUBLIC), headersOf(PUBLIC)];
    const scriptsOf = ({ headers }: typeof a) =>
      /script-src 'self' 'nonce-([\w+/=]{22,})' 'strict-dynamic';/.exec(headers['Content-Security-Policy'] ?? '')?.[1];
    expect(scriptsOf(a)).toBeDefined();
    expect(a.headers['Content-Security-Policy']).not.toContain('unsafe-eval');
    expect(a.request.headers['content-security-policy']).toBe(a.headers['Content-Security-Policy']);
    expect(scriptsOf(b)).not.toBe(scriptsOf(a));
  });

  it('ask for HTTPS where the portal is served over it', () => {
    expect(headersOf(PUBLIC).headers['Strict-Transport-Security']).toContain('max-age=63072000');
    expect(headersOf(LOCAL).headers['Strict-Transport-Security']).toBeUndefined();
  });
});

describe('a request', () => {
  it.each([
    [PUBLIC, { host: 'portal.example.com' }],
    [LOCAL, { host: 'localhost:3000' }],
    [LOCAL, { host: '[::1]:3000' }],
    [
      { ...PUBLIC, TRUSTED_PROXIES: 1 },
      { host: 'web:3000', 'x-forwarded-host': 'portal.example.com' },
    ],
  ])('for the portal’s own host is accepted', (settings, headers) => {
    expect(() => assertAcceptable(requestOf('GET', '/', headers), settings)).not.toThrow();
  });

  it.each([
    [PUBLIC, { host: 'evil.example' }],
    [PUBLIC, { host: 'localhost:3000' }],
    [PUBLIC, {}],
    [LOCAL, { host: 'evil.example:3000' }],
    [PUBLIC, { host: 'web:3000', 'x-forwarded-host': 'portal.example.com' }],
  ])('for another host is refused: %j %j', (settings, headers: Record<string, string>) => {
    expect(() => assertAcceptable(requestOf('GET', '/', headers), settings)).toThrow(expect.objectContaining({ status: 421 }));
  });

  it.each([
    '%',
    '/api/v1/incidents/%zz',
    '/api/v1/members/%ED%A0%80',
    '/%FF',
    '*',
    '//evil.example',
    'http://evil.example/',
    '/api/v1/sso-domains/%2e%2e/verification',
    '/api/../admin',
    '/api/..%5cadmin',
  ])('whose address cannot be read is refused: %s', (url) => {
    const request = requestOf('GET', url, { host: 'portal.example.com' });
    expect(() => assertAcceptable(request, PUBLIC)).toThrow(expect.objectContaining({ status: 400, code: 'bad_address' }));
  });

  it.each(['/', '/incidents?q=%zz', '/api/v1/resources/prod/a%20b/%F0%9F%98%80'])('with a readable address is accepted: %s', (url) => {
    expect(() => assertAcceptable(requestOf('GET', url, { host: 'portal.example.com' }), PUBLIC)).not.toThrow();
  });

  it('with a port that no server has is refused', () => {
    const request = requestOf('GET', '/', { host: '127.0.0.1:99999' });
    expect(() => assertAcceptable(request, LOCAL)).toThrow(expect.objectContaining({ status: 421 }));
  });

  it('loses the headers that only the server or a trusted proxy may send', () => {
    const sent = {
      ...{ 'next-action': 'x', 'x-middleware-subrequest': 'x', 'x-invoke-path': '/admin', 'x-matched-path': '/admin' },
      ...{ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example', rsc: '1', authorization: 'Bearer x' },
    };
    const [direct, proxied] = [requestOf('GET', '/', { ...sent }), requestOf('GET', '/', { ...sent })];
    dropHeaders(direct, PUBLIC);
    expect(Object.keys(direct.headers)).toEqual(['rsc', 'authorization']);
    dropHeaders(proxied, { TRUSTED_PROXIES: 1 });
    expect(Object.keys(proxied.headers)).toEqual(['x-forwarded-proto', 'x-forwarded-host', 'rsc', 'authorization']);
  });

  it('asks for no part of a file, and for nothing on a condition that Next would fail by', () => {
    const sent = { range: 'bytes=9-1', 'if-range': '"x"', 'if-match': '"x"', 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' };
    const request = requestOf('GET', '/favicon.ico', { ...sent, 'if-none-match': '"x"' });
    dropHeaders(request, PUBLIC);
    expect(request.headers).toEqual({ 'if-none-match': '"x"' });
  });

  it.each([
    ['%5B%22%22%2C%7B%7D%5D', true],
    ['["",{},null,null,16]', true],
    ['["",{},null,null,true]', false],
    ['%', false],
    ['x', false],
    ['{}', false],
    ['[]', false],
    ['["",{"children":5}]', false],
  ])('keeps the state of Next’s router only while it can be read: %s', (state, isKept) => {
    const request = requestOf('GET', '/', { 'next-router-state-tree': state });
    dropHeaders(request, PUBLIC);
    expect('next-router-state-tree' in request.headers).toBe(isKept);
  });

  it('is not told a scheme that is none, even by a proxy', () => {
    const request = requestOf('GET', '/', { 'x-forwarded-proto': 'javascript' });
    dropHeaders(request, { TRUSTED_PROXIES: 1 });
    expect(request.headers).toEqual({});
  });

  it.each([
    ['TRACE', '/api/v1/me', 'GET, HEAD, OPTIONS'],
    ['PUT', '/api/v1/usage?days=3', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/api/auth/session', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
    ['CONNECT', '/', 'GET, HEAD'],
    ['POST', '/dashboard', 'GET, HEAD'],
    ['PROPFIND', '/', 'GET, HEAD'],
  ])('with the method %s for %s is refused with what is allowed', (method, url, allow) => {
    const request = requestOf(method, url, { host: 'portal.example.com' });
    expect(() => assertAcceptable(request, PUBLIC)).toThrow(expect.objectContaining({ status: 405, headers: { Allow: allow } }));
  });
});
