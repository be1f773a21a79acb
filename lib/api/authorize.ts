import { type Principal, roleAtLeast, ssoRequired } from '#lib/auth/index.ts';
import { env } from '#lib/platform/env.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { principalOfScimToken } from '#lib/scim/index.ts';
import { suspended } from '#lib/tenants/index.ts';
import { cut } from '#lib/text/index.ts';
import { countApiCall } from '#lib/usage/index.ts';
import type { Declaration } from './declaration.ts';
import { personOf, principalOfRequest } from './principal.ts';
import { assertRate } from './rate-limit.ts';

const SCIM_SIGN_IN = 'Send "Authorization: Bearer <token>" with a SCIM token, which an owner makes on the page Single sign-on.';
/** How long ago a person may have proved who they are before a sensitive operation. */
const STEP_UP_MS = 15 * 60_000;

/**
 * Who makes a request, if the operation permits it to them; undefined for a public operation. Counts the request: against the rate limit,
 * whose state goes into `headers` of the answer, and as an API call. Throws a Problem: 401, 402, 403, 404 or 429. `now` in epoch ms.
 */
export async function authorize(declaration: Declaration, request: Request, now: number, headers: Headers): Promise<Principal | undefined> {
  if (declaration.access === 'public') {
    assertSameOrigin(request);
    return undefined;
  }
  const isScim = declaration.access === 'scim';
  const principal = isScim ? await principalOfScimToken(request.headers.get('authorization'), now) : await principalOfRequest(request, now);
  if (!principal)
    throw new Problem(401, 'not_signed_in', isScim ? SCIM_SIGN_IN : 'Sign in, or send "Authorization: Bearer <API key>".', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  if (principal.via === 'session') assertSameOrigin(request);
  for (const [name, value] of Object.entries(await assertRate(principal))) headers.set(name, value);
  if (isScim) return principal;
  // For everybody else the admin area does not exist.
  if (declaration.access === 'staff' && !principal.isStaff) throw notFound();
  if (declaration.person) personOf(principal);
  if (declaration.stepUp) assertRecentProof(principal, now);
  if (declaration.access !== 'user' && principal.lacksSecondFactor) throw secondFactorNeeded(principal);
  if (declaration.access === 'staff') {
    const needed = declaration.method === 'GET' ? 'read' : 'write';
    if (!principal.scopes.includes(needed)) {
      throw new Problem(
        403,
        'missing_scope',
        `This call requires the permission ${needed}. Use a staff token that has it, or end the visit to a client.`,
      );
    }
    return principal;
  }
  if (declaration.ownAccount && principal.ssoClient !== undefined) {
    throw new Problem(
      403,
      'sso_session',
      `This session was opened by the single sign-on of ${principal.tenant?.name ?? principal.ssoClient}, which does not change your account. Sign out and sign in in another way. “Forgot your password?” sets a first password.`,
    );
  }
  if (declaration.access === 'user') return principal;
  const { tenant } = principal;
  if (principal.needsSso !== undefined) throw ssoRequired(principal.needsSso);
  if (!tenant) throw noClient(principal);
  const reading = declaration.method === 'GET';
  if (principal.via === 'key') {
    const scope = declaration.scope ?? (reading ? 'read' : 'write');
    if (!principal.scopes.includes(scope)) {
      throw new Problem(
        403,
        'missing_scope',
        `This API key has the permissions ${principal.scopes.join(', ')}, but this call requires ${scope}. Create a key with that permission under API keys.`,
      );
    }
  } else {
    const role = declaration.role ?? (reading ? 'viewer' : 'member');
    if (!roleAtLeast(principal.role, role)) {
      throw new Problem(
        403,
        'missing_role',
        `Your role is ${principal.role ?? 'none'}, but this requires ${role}. Ask an owner of the account.`,
      );
    }
  }
  if (tenant.status === 'suspended' && !(declaration.whileSuspended ?? reading)) throw suspended(tenant);
  if (principal.via === 'key' && declaration.metered !== false) await countApiCall(tenant, now);
  return principal;
}

function noClient({ isStaff }: Principal): Problem {
  const detail = isStaff
    ? 'This page is of a client, and the staff belong to none. Open a client under Clients, or visit it from there.'
    : 'This account does not belong to a client. Ask for an invitation, or sign up.';
  return new Problem(403, 'no_client', detail);
}

function secondFactorNeeded({ isStaff, tenant }: Principal): Problem {
  const who = tenant && !isStaff ? `${tenant.name} wants its members` : 'The provider wants its staff';
  return new Problem(403, 'second_factor_needed', `${who} to sign in with a second factor. Add one under Your account, then go on.`);
}

/** API keys have no second chance to prove anything: their scopes decide. */
function assertRecentProof({ userId, authenticatedAt, impersonation }: Principal, now: number): void {
  if (!userId || authenticatedAt === undefined) return;
  if (impersonation) throw new Problem(403, 'impersonated', 'Staff who act as somebody else cannot do this.');
  if (now - authenticatedAt <= STEP_UP_MS) return;
  throw new Problem(403, 'step_up_required', 'Confirm that it is you, then try again.');
}

/**
 * Browsers send the origin of the page that makes a writing request; pages of other sites must not use a session. Throws a Problem with
 * status 403 for another origin than the portal's; a request without one is no browser's.
 */
export function assertSameOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  if (origin === null || origin === new URL(env.use().publicUrl).origin) return;
  // `null` is what a browser sends for a page without an origin, as in a sandbox.
  if (env.use().loopback && URL.canParse(origin) && new URL(origin).host === request.headers.get('host')) return;
  throw new Problem(
    403,
    'foreign_origin',
    `This request was made by a page of ${cut(origin, 200)}, but the portal is at ${env.use().publicUrl}.`,
  );
}
