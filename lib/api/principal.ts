import {
  isStaffToken,
  type Principal,
  principalOfApiKey,
  principalOfApiToken,
  principalOfSession,
  principalOfStaffToken,
  sessionLimits,
  sessionSecretOf,
} from '#lib/auth/index.ts';
import { env } from '#lib/platform/env.ts';
import { Problem } from '#lib/platform/problem.ts';
import { sameSecret } from '#lib/platform/secrets.ts';

/** The person of a session and the session. Throws a Problem with status 403 for API keys and the staff token, which are no person. */
export function personOf({ userId, sessionId }: Principal): { userId: string; sessionId: string } {
  if (!userId || !sessionId) throw new Problem(403, 'no_person', 'Only people who sign in with an email address can do this.');
  return { userId, sessionId };
}

/**
 * Who makes a request: by `Authorization: Bearer <API key, token made from one, or staff token>`, otherwise by the session cookie. Undefined if there
 * is neither. Throws a Problem with status 401 for a key that is not valid. `now` in epoch ms.
 */
export async function principalOfRequest(request: Request, now: number): Promise<Principal | undefined> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    const adminToken = env.use().ADMIN_TOKEN;
    if (token && adminToken && sameSecret(token, adminToken))
      return { via: 'staff-token', name: 'staff token', scopes: ['read', 'write'], isStaff: true };
    const principal = token ? await principalOfToken(token, now) : undefined;
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
  const secret = await sessionSecretOf(request);
  return secret === undefined ? undefined : principalOfSession(secret, sessionLimits(), now);
}

function principalOfToken(token: string, now: number): Promise<Principal | undefined> {
  if (isStaffToken(token)) return principalOfStaffToken(token, now);
  // A JWT has three parts; API keys have no dots.
  return token.includes('.') ? principalOfApiToken(token, now) : principalOfApiKey(token, now);
}
