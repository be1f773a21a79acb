import { type Caller, sessionLimits, startSession } from '#lib/auth/index.ts';
import { asSystem } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { invalid } from '#lib/platform/problem.ts';
import { decrypt, encrypt, sameSecret } from '#lib/platform/secrets.ts';
import { connectionOfDomain, registrationOf } from './connection.ts';
import { domainOf } from './domains.ts';
import { authorizationUrl, type Checks, claimsOf, newChecks } from './issuer.ts';
import { auditRefusal, personOfClaims, type SsoRefusal } from './people.ts';

const MINUTE_MS = 60_000;
/** How long somebody may take at their issuer. */
const ATTEMPT_MINUTES = 10;
const CONTEXT = 'single sign-on attempt';

/** A sign-in under way. It is encrypted in a cookie, so that strangers who begin sign-ins leave nothing here. */
interface Attempt extends Checks {
  tenantId: string;
  /** The path of the portal to go to afterwards. */
  next: string;
  expiresAt: number;
}

/** How a sign-in ended: with the secret of a session, or with a reason for the sign-in page. */
export type SsoOutcome = { secret: string; next: string } | { refused: SsoRefusal | 'sso_expired' | 'sso_failed' };

/**
 * Begins a sign-in: the domain of the address decides which client's issuer it is. Returns where the browser goes, and what its
 * cookie keeps until it is back. Throws a Problem with status 422 for a domain without single sign-on, whether or not the address
 * has an account. `now` in epoch ms.
 */
export async function beginSso(email: string, next: string, now: number): Promise<{ url: string; attempt: string }> {
  const domain = domainOf(email);
  const registration = domain && (await connectionOfDomain(domain));
  if (!registration)
    throw invalid('email', 'There is no single sign-on for the domain of this address. Use your password, or another way to sign in.');
  const checks = newChecks();
  const attempt: Attempt = { ...checks, tenantId: registration.tenantId, next, expiresAt: now + ATTEMPT_MINUTES * MINUTE_MS };
  return {
    url: await authorizationUrl(registration, checks, email),
    attempt: encrypt(env.use().secretKey, CONTEXT, JSON.stringify(attempt)),
  };
}

/**
 * Finishes a sign-in with the answer of the issuer of the client `tenantId`, which the address that it came to names. The cookie
 * must hold the attempt of this browser at this very client. `now` in epoch ms.
 */
export async function finishSso(
  { tenantId, answer, cookie }: { tenantId: string; answer: URLSearchParams; cookie: string | undefined },
  caller: Caller,
  now: number,
): Promise<SsoOutcome> {
  const attempt = readAttempt(cookie);
  if (!attempt || attempt.expiresAt <= now || attempt.tenantId !== tenantId) return { refused: 'sso_expired' };
  if (!sameSecret(answer.get('state') ?? '', attempt.state)) return { refused: 'sso_expired' };
  const registration = await registrationOf(tenantId);
  if (!registration) return { refused: 'sso_expired' };
  let claims: Awaited<ReturnType<typeof claimsOf>>;
  try {
    claims = await claimsOf(registration, answer, attempt);
  } catch (error) {
    logger.warn({ tenantId, reason: (error as Error).message }, 'the answer of an issuer was refused');
    return { refused: 'sso_failed' };
  }
  const person = await asSystem((tx) => personOfClaims(tx, tenantId, claims, caller, now));
  if ('refused' in person) {
    await auditRefusal(tenantId, claims, person.refused, caller);
    return person;
  }
  const session = { ...caller, userId: person.userId, activeClient: tenantId, ssoClient: tenantId, methods: ['sso' as const] };
  const secret = await asSystem((tx) => startSession(tx, session, sessionLimits(), now));
  return { secret, next: attempt.next };
}

function readAttempt(cookie: string | undefined): Attempt | undefined {
  if (!cookie) return undefined;
  try {
    return JSON.parse(decrypt(env.use().secretKey, CONTEXT, cookie)) as Attempt;
  } catch {
    return undefined;
  }
}
