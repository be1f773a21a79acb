import { createHmac } from 'node:crypto';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { deriveKey, sameSecret } from '#lib/platform/secrets.ts';
import { auditAccount } from './account-audit.ts';
import { normalEmail } from './accounts.ts';
import { sessionLimits } from './session-cookie.ts';
import { type Caller, startSession } from './sessions.ts';

/** As long as the link in the mail holds. */
const HOURS = 48;

/** What somebody signs up with: no two sign-ups have the same client ID. */
interface SignedUp {
  email: string;
  clientId: string;
}

/**
 * The `Set-Cookie` header by which the browser of a sign-up is known again when the address is confirmed. It is given to everybody who
 * signs up, so that it reveals nothing. `now` in epoch ms.
 */
export function signUpCookie(signedUp: SignedUp, now: number): string {
  const until = now + HOURS * 3_600_000;
  return cookie(`${until}.${proofOf(signedUp, until)}`, HOURS * 3_600);
}

/** The header that ends it. */
export function noSignUpCookie(): string {
  return cookie('', 0);
}

/**
 * Opens a session for somebody whose address was just confirmed, if it is their browser that signed up, and so chose the password;
 * returns its secret. Undefined for any other browser: whoever signed up with the address of a stranger would otherwise hand them
 * an account that both can open. `now` in epoch ms.
 */
export async function sessionAfterSignUp(request: Request, userId: string, caller: Caller, now: number): Promise<string | undefined> {
  const prefix = `${cookieName()}=`;
  const pair = (request.headers.get('cookie') ?? '').split(/;\s*/).find((one) => one.startsWith(prefix));
  const [until = '', proof = ''] = pair?.slice(prefix.length).split('.') ?? [];
  if (!(Number(until) > now)) return undefined;
  return asSystem(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { memberships: true } });
    const isKnown = user.memberships.some(({ tenantId }) =>
      sameSecret(proof, proofOf({ email: user.email, clientId: tenantId }, Number(until))),
    );
    if (!isKnown) return undefined;
    await auditAccount(tx, user, 'account.signed_in', { ...caller, methods: ['password'] });
    return startSession(tx, { ...caller, userId, methods: ['password'] }, sessionLimits(), now);
  });
}

function proofOf({ email, clientId }: SignedUp, until: number): string {
  return createHmac('sha256', deriveKey(env.use().secretKey, 'sign-up browser'))
    .update(JSON.stringify([normalEmail(email), clientId, until]))
    .digest('base64url');
}

function isSecure(): boolean {
  return env.use().publicUrl.startsWith('https:');
}

function cookieName(): string {
  return isSecure() ? '__Host-kg-rca-sign-up' : 'kg-rca-sign-up';
}

function cookie(value: string, maxAge: number): string {
  // `lax`: the link of the mail leads here from elsewhere.
  return `${cookieName()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure() ? '; Secure' : ''}`;
}
