import type { NextRequest } from 'next/server';
import { getToken } from 'next-auth/jwt';
import { type Principal, principalOfApiKey, principalOfKeyId, principalOfUser } from '#lib/auth/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sameSecret } from '#lib/platform/secrets.ts';

/**
 * Who makes a request: by `Authorization: Bearer <API key or staff token>`, otherwise by the session cookie. Undefined if there
 * is neither. Throws a Problem with status 401 for a key that is not valid. `now` in epoch ms.
 */
export async function principalOfRequest(request: Request, now: number): Promise<Principal | undefined> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    const adminToken = env.use().ADMIN_TOKEN;
    if (token && adminToken && sameSecret(token, adminToken)) return { via: 'staff-token', name: 'staff token', scopes: [], isStaff: true };
    const principal = token ? await principalOfApiKey(token, now) : undefined;
    if (!principal) {
      throw new Problem(
        401,
        'bad_credentials',
        'The API key is unknown, revoked or expired. Send "Authorization: Bearer <API key>" with a valid key.',
        {
          headers: { 'WWW-Authenticate': 'Bearer' },
        },
      );
    }
    return principal;
  }
  return principalOfSession(request, now);
}

async function principalOfSession(request: Request, now: number): Promise<Principal | undefined> {
  const token = await getToken({
    req: withCookies(request),
    secret: env.use().secretKey,
    secureCookie: env.use().publicUrl.startsWith('https:'),
  });
  if (!token) return undefined;
  if (token.keyId) {
    const principal = await principalOfKeyId(token.keyId, now);
    // A session that was opened with a key has the rights of its scopes.
    return principal && { ...principal, via: 'session', role: principal.scopes.includes('write') ? 'admin' : 'viewer' };
  }
  return token.userId ? principalOfUser(token.userId, token.sessionVersion ?? 0, token.tenantId) : undefined;
}

/** next-auth needs parsed cookies; a plain Request only has the header. */
function withCookies(request: Request): NextRequest {
  const header = request.headers.get('cookie') ?? '';
  const cookies = Object.fromEntries(
    header.split(/;\s*/).flatMap((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [[pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))]] : [];
    }),
  );
  return { cookies, headers: request.headers } as unknown as NextRequest;
}
