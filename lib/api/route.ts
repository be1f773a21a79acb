import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type MemberRole, type Principal, roleAtLeast, type Scope, sessionCookie, ssoRequired } from '#lib/auth/index.ts';
import { type Clock, systemClock } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { handle } from '#lib/platform/handles.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { notFound, Problem } from '#lib/platform/problem.ts';
import { withRequest } from '#lib/platform/request-context.ts';
import { principalOfScimToken, scimErrorOf } from '#lib/scim/index.ts';
import { suspended, type TenantContext } from '#lib/tenants/index.ts';
import { cut } from '#lib/text/index.ts';
import { countApiCall } from '#lib/usage/index.ts';
import { callerOf } from './client-address.ts';
import { parseInput } from './input.ts';
import { personOf, principalOfRequest } from './principal.ts';
import { internalProblem, problemResponse } from './problem-json.ts';
import { assertRate } from './rate-limit.ts';
import { rememberRefusal } from './retry-after-cache.ts';

const SCIM_SIGN_IN = 'Send "Authorization: Bearer <token>" with a SCIM token, which an owner makes on the page Single sign-on.';
/** How long ago a person may have proved who they are before a sensitive operation. */
const STEP_UP_MS = 15 * 60_000;

/** The clock of the API; tests provide a frozen one. */
export const apiClock = handle<Clock>('api-clock');

/** Who may call an operation. `public`: everybody; `user`: anybody signed in; `tenant`: on behalf of a client; `staff`: the provider's staff; `scim`: the directory of a client, with a token of its own, in the form of RFC 7644. */
export type Access = 'public' | 'user' | 'tenant' | 'staff' | 'scim';

/** The declaration of an operation, which the route wrapper enforces and the OpenAPI document describes. */
export interface Declaration {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: /api/v1/incidents/{id} */
  path: string;
  summary: string;
  tag: string;
  access: Access;
  /** The permission that an API key needs. Default: read for GET, write otherwise. */
  scope?: Scope;
  /** The minimum role of a portal session. Default: viewer for GET, member otherwise. */
  role?: MemberRole;
  /** Whether a call with an API key counts as an API call of the plan. Health, billing, heartbeats and ingest do not. */
  metered?: boolean;
  /** Whether a suspended client may call it, as for reading and paying. Default: true for GET, false otherwise. */
  whileSuspended?: boolean;
  /** Whether only people may call it, in a session: what a stolen API key must not be able to do. */
  person?: boolean;
  /** Whether a person must have proved who they are in the last few minutes: for keys, members, billing and deletion. */
  stepUp?: boolean;
  /** Whether it changes how a person signs in, or where they belong. A session that a client's single sign-on opened may not. */
  ownAccount?: boolean;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The content type of a body that the handler reads itself (ingest, webhooks); for the OpenAPI document. */
  rawBody?: string;
  /** What such a body holds. */
  rawSchema?: z.ZodType;
  response: z.ZodType | { binary: string };
  status?: number;
  /** The statuses of the problems that the handler itself throws; openapi.ts adds those of the wrapper. */
  problems?: readonly number[];
}

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

/** What a handler gets. */
export interface Call<D extends Declaration> {
  request: Request;
  requestId: string;
  now: number;
  params: Parsed<D['params']>;
  query: Parsed<D['query']>;
  body: Parsed<D['body']>;
  /** Present unless access is public. */
  principal: Principal;
  /** Present when access is tenant: the client of the API key or session. */
  tenant: TenantContext;
  /** Where the request comes from. */
  caller: Caller;
  /** Gives the browser a new session cookie with the response. */
  setSession: (secret: string) => void;
  /** Gives the browser another cookie with the response: a whole `Set-Cookie` header. */
  setCookie: (header: string) => void;
}

type Answer<D extends Declaration> = D['response'] extends z.ZodType ? z.input<D['response']> : Response;

/** A handler as Next expects it, with its declaration for the OpenAPI document and for tests that visit every route. */
export type RouteHandler<D extends Declaration = Declaration> = ((
  request: Request,
  // biome-ignore lint/suspicious/noExplicitAny: Next types the params of each path; the declaration's `params` checks them
  context: any,
) => Promise<Response>) & { declaration: D };

/** What a page gets from an operation: the parsed response. */
export type AnswerOf<H extends RouteHandler> = H['declaration']['response'] extends z.ZodType
  ? z.output<H['declaration']['response']>
  : Blob;

/**
 * The wrapper of every REST operation: request id, authentication, rate limit, permission and role, metering, parsed input,
 * validated output, problem+json, logging and metrics. The result of the handler is parsed by `response`, so a field that is
 * not declared is never sent.
 */
export function route<const D extends Declaration>(declaration: D, handler: (call: Call<D>) => Promise<Answer<D>>): RouteHandler<D> {
  const serve = async (
    request: Request,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response> => {
    const now = (apiClock.find() ?? systemClock)();
    const requestId = randomUUID();
    const started = performance.now();
    let principal: Principal | undefined;
    let response: Response;
    let newSecret: string | undefined;
    const cookies: string[] = [];
    let code: string | undefined;
    try {
      principal = await authorize(declaration, request, now);
      const call = {
        request,
        requestId,
        now,
        principal,
        tenant: principal?.tenant,
        caller: callerOf(request),
        setSession: (secret: string) => {
          newSecret = secret;
        },
        setCookie: (header: string) => void cookies.push(header),
        ...(await parseInput(declaration, request, await context.params)),
      };
      const result = await withRequest({ requestId, address: call.caller.address }, () => handler(call as unknown as Call<D>));
      response = result instanceof Response ? result : json(declaration, result);
      for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
      if (newSecret) response.headers.append('Set-Cookie', await sessionCookie(newSecret));
    } catch (error) {
      const problem = asProblem(error, requestId, declaration, principal);
      code = problem.code;
      const authorization = request.headers.get('authorization');
      if (authorization) rememberRefusal(authorization, new URL(request.url).pathname, problem, now);
      response = declaration.access === 'scim' ? scimErrorOf(problem) : problemResponse(problem);
    }
    response.headers.set('X-Request-Id', requestId);
    const seconds = (performance.now() - started) / 1000;
    metrics().requests.observe({ operation: declaration.operationId, status: response.status }, seconds);
    logger.info(
      {
        requestId,
        tenantId: principal?.tenant?.id,
        operation: declaration.operationId,
        status: response.status,
        // Why it was refused, from where: what access control decided (OWASP ASVS 7.1.3, 7.2.2).
        ...(code && { code, address: callerOf(request).address }),
        ms: Math.round(seconds * 1000),
      },
      'request',
    );
    return response;
  };
  return Object.assign(serve, { declaration });
}

async function authorize(declaration: Declaration, request: Request, now: number): Promise<Principal | undefined> {
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
  await assertRate(principal);
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
  if (!tenant) throw new Problem(403, 'no_client', 'This account does not belong to a client. Ask for an invitation, or sign up.');
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

/** Browsers send the origin of the page that makes a writing request; pages of other sites must not use a session. */
function assertSameOrigin(request: Request): void {
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

function json(declaration: Declaration, answer: unknown): Response {
  if (!(declaration.response instanceof z.ZodType))
    throw new Error(`${declaration.operationId} declares a binary response but returned something else`);
  const text = JSON.stringify(declaration.response.parse(answer));
  return new Response(declaration.status === 204 ? null : text, {
    status: declaration.status ?? 200,
    // As an attachment, so that nothing in it is ever shown as a page (OWASP ASVS 14.4.2).
    headers: {
      'Content-Type': declaration.access === 'scim' ? 'application/scim+json' : 'application/json',
      'Cache-Control': 'no-store',
      'Content-Disposition': 'attachment; filename="api.json"',
    },
  });
}

function asProblem(error: unknown, requestId: string, declaration: Declaration, principal: Principal | undefined): Problem {
  if (error instanceof Problem || (error as Error)?.name === 'Problem') return error as Problem;
  logger.error({ err: error, requestId, operation: declaration.operationId, tenantId: principal?.tenant?.id }, 'request failed');
  return internalProblem(requestId);
}
