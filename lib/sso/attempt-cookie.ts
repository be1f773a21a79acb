import { env } from '#lib/platform/env.ts';

const MAX_AGE_SECONDS = 600;

/** The name of the cookie that ties a sign-in to its browser. Over HTTPS its prefix makes browsers refuse one that a subdomain set. */
function cookieName(): string {
  return isSecure() ? '__Host-kg-rca-sso' : 'kg-rca-sso';
}

/** The `Set-Cookie` header that keeps an attempt. `lax`: the issuer leads back with a link. */
export function attemptCookie(attempt: string): string {
  return `${cookieName()}=${attempt}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${MAX_AGE_SECONDS}${isSecure() ? '; Secure' : ''}`;
}

/** The `Set-Cookie` header that ends it: an attempt is for one answer. */
export function noAttemptCookie(): string {
  return `${cookieName()}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${isSecure() ? '; Secure' : ''}`;
}

/** The attempt in the cookie of a request. */
export function attemptOf({ headers }: { headers: Headers }): string | undefined {
  const prefix = `${cookieName()}=`;
  const pair = (headers.get('cookie') ?? '').split(/;\s*/).find((one) => one.startsWith(prefix));
  return pair?.slice(prefix.length);
}

function isSecure(): boolean {
  return env.use().publicUrl.startsWith('https:');
}
