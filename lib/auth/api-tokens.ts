import { jwtVerify, SignJWT } from 'jose';
import { env } from '#lib/platform/env.ts';
import { deriveKey } from '#lib/platform/secrets.ts';
import { principalOfKeyId } from './api-keys.ts';
import type { Principal, Scope } from './principal.ts';

const AUDIENCE = 'kg-rca-api';

/**
 * Makes a short-lived token (a JWT, RFC 7519, signed with HS256) from an API key, for programs that should not hold the key. It
 * has the permissions of the key or fewer, and ends with the key at the latest. `now` and `expiresAt` in epoch ms.
 */
export async function issueApiToken(
  by: Principal,
  { scopes, minutes }: { scopes: readonly Scope[]; minutes: number },
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const seconds = Math.floor(Math.min(now + minutes * 60_000, by.expiresAt ?? Number.POSITIVE_INFINITY) / 1000);
  const token = await new SignJWT({ client_id: by.tenant?.id, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setSubject(by.keyId ?? '')
    .setIssuer(env.use().publicUrl)
    .setAudience(AUDIENCE)
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(seconds)
    .sign(signingKey(env.use().secretKey));
  return { token, expiresAt: seconds * 1000 };
}

/** The principal of a token: that of its key, with the permissions of the token. Undefined for one that is forged, expired, or whose key has ended. */
export async function principalOfApiToken(token: string, now: number): Promise<Principal | undefined> {
  const { secretKey, oldSecretKeys, publicUrl: issuer } = env.use();
  const claims = { algorithms: ['HS256'], typ: 'at+jwt', issuer, audience: AUDIENCE, currentDate: new Date(now) };
  let verified: Awaited<ReturnType<typeof jwtVerify>> | undefined;
  // Tokens that were made before SECRET_KEY changed are valid to their end.
  for (const key of [secretKey, ...oldSecretKeys]) verified ??= await jwtVerify(token, signingKey(key), claims).catch(() => undefined);
  const { sub, exp, scope } = verified?.payload ?? {};
  if (!sub || exp === undefined || typeof scope !== 'string') return undefined;
  const key = await principalOfKeyId(sub, now);
  const scopes = scope.split(' ');
  return key && { ...key, scopes: key.scopes.filter((one) => scopes.includes(one)), expiresAt: exp * 1000 };
}

function signingKey(secretKey: string): Uint8Array {
  return deriveKey(secretKey, 'api-token');
}
