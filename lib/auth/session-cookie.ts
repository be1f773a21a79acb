import { encode, getToken } from 'next-auth/jwt';
import { env } from '#lib/platform/env.ts';
import type { SessionLimits } from './sessions.ts';

/** When the sessions of this installation end. */
export function sessionLimits(): SessionLimits {
  const { SESSION_MAX_HOURS: maxHours, SESSION_IDLE_MINUTES: idleMinutes } = env.use();
  return { maxHours, idleMinutes };
}

/** The name of the cookie. Over HTTPS its prefix makes browsers refuse one that a subdomain set. */
export function sessionCookieName(): string {
  return isSecure() ? '__Host-kg-rca-session' : 'kg-rca-session';
}

/** The attributes of the cookie. `lax`: a link from a mail or a chat opens the portal signed in. */
export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure() };
}

/** The `Set-Cookie` header that gives a browser the session with this secret. */
export async function sessionCookie(secret: string): Promise<string> {
  const maxAge = sessionLimits().maxHours * 3_600;
  const value = await encode({ token: { secret }, secret: env.use().secretKey, maxAge });
  return `${sessionCookieName()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure() ? '; Secure' : ''}`;
}

/** The secret in the session cookie of a request; undefined without a cookie that this installation made. */
export async function sessionSecretOf(request: { headers: Headers }): Promise<string | undefined> {
  // next-auth needs parsed cookies; a plain Request only has the header.
  const cookies = Object.fromEntries(
    (request.headers.get('cookie') ?? '').split(/;\s*/).flatMap((pair) => {
      const at = pair.indexOf('=');
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
    }),
  );
  const req = { cookies, headers: request.headers } as unknown as Parameters<typeof getToken>[0]['req'];
  const { secretKey, oldSecretKeys } = env.use();
  // Sessions outlast a change of SECRET_KEY.
  for (const secret of [secretKey, ...oldSecretKeys]) {
    const token = await getToken({ req, secret, cookieName: sessionCookieName() });
    if (token) return token.secret;
  }
  return undefined;
}

function isSecure(): boolean {
  return env.use().publicUrl.startsWith('https:');
}
