import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Principal, sessionCookie } from '#lib/auth/index.ts';
import { type Clock, systemClock } from '#lib/platform/clock.ts';
import { handle } from '#lib/platform/handles.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import type { Problem } from '#lib/platform/problem.ts';
import { withRequest } from '#lib/platform/request-context.ts';
import { continueTrace, SpanKind, withSpan } from '#lib/platform/tracing.ts';
import { scimErrorOf } from '#lib/scim/index.ts';
import type { TenantContext } from '#lib/tenants/index.ts';
import { authorize } from './authorize.ts';
import { callerOf } from './client-address.ts';
import type { Declaration } from './declaration.ts';
import { type FirstAttempt, findAttempt } from './idempotency.ts';
import { parseInput } from './input.ts';
import { internalProblem, problemResponse } from './problem-json.ts';
import { rememberRefusal } from './retry-after-cache.ts';
import { withTrueReason } from './true-reason.ts';

/** The clock of the API; tests provide a frozen one. */
export const apiClock = handle<Clock>('api-clock');

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
 * validated output, problem+json, idempotency keys, entity tags, logging and metrics. The result of the handler is parsed by `response`, so a field that is
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
    let attempt: FirstAttempt | undefined;
    const headers = new Headers({ 'X-Request-Id': requestId });
    const cookies: string[] = [];
    let code: string | undefined;
    try {
      principal = await authorize(declaration, request, now, headers);
      const copy = request.headers.has('idempotency-key') ? request.clone() : undefined;
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
      const found = copy && (await findAttempt(declaration, principal, copy, now));
      if (found && 'body' in found) {
        response = json(declaration, found.body, found.status);
        headers.set('Idempotency-Replayed', 'true');
      } else {
        attempt = found;
        const result = await withRequest({ requestId, address: call.caller.address }, () => handler(call as unknown as Call<D>));
        response = result instanceof Response ? result : answer(declaration, result, request);
        await attempt?.keep({ status: response.status, body: await response.clone().text() });
      }
      for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
      if (newSecret) response.headers.append('Set-Cookie', await sessionCookie(newSecret));
    } catch (error) {
      const problem = await withTrueReason(asProblem(error, requestId, declaration, principal), principal?.tenant);
      code = problem.code;
      const authorization = request.headers.get('authorization');
      if (authorization) rememberRefusal(authorization, new URL(request.url).pathname, problem, now);
      response = declaration.access === 'scim' ? scimErrorOf(problem) : problemResponse(problem);
      // A refusal changed nothing. How far an error came is not known, so that its request is not done again.
      if (problem.status < 500 || problem.status === 503) await attempt?.forget().catch(logFailure);
    }
    for (const [name, value] of headers) response.headers.set(name, value);
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
  const { method, path, operationId } = declaration;
  // The names of OpenTelemetry's semantic conventions for HTTP.
  const span = {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': method, 'http.route': path, 'kg_rca.operation': operationId },
  };
  const traced: typeof serve = (request, context) =>
    continueTrace(request.headers.get('traceparent'), () =>
      withSpan(`${method} ${path}`, span, async (current) => {
        const response = await serve(request, context);
        current.setAttribute('http.response.status_code', response.status);
        return response;
      }),
    );
  return Object.assign(traced, { declaration });
}

/** The answer of an operation as JSON, or 304 where the caller has this very answer already (RFC 9110, 13.1.2). */
function answer(declaration: Declaration, result: unknown, request: Request): Response {
  if (!(declaration.response instanceof z.ZodType))
    throw new Error(`${declaration.operationId} declares a binary response but returned something else`);
  const text = JSON.stringify(declaration.response.parse(result));
  const status = declaration.status ?? 200;
  if (declaration.method !== 'GET' || declaration.access === 'scim') return json(declaration, text, status);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  const isKnown = (request.headers.get('if-none-match') ?? '').split(',').some((one) => ['*', etag, `W/${etag}`].includes(one.trim()));
  const response = isKnown
    ? new Response(null, { status: 304, headers: { 'Cache-Control': 'no-store' } })
    : json(declaration, text, status);
  response.headers.set('ETag', etag);
  return response;
}

function json(declaration: Declaration, text: string, status: number): Response {
  return new Response(status === 204 ? null : text, {
    status,
    // As an attachment, so that nothing in it is ever shown as a page (OWASP ASVS 14.4.2).
    headers: {
      'Content-Type': declaration.access === 'scim' ? 'application/scim+json' : 'application/json',
      'Cache-Control': 'no-store',
      'Content-Disposition': 'attachment; filename="api.json"',
    },
  });
}

function logFailure(error: unknown): void {
  logger.error({ err: error }, 'a refused request with an Idempotency-Key could not be forgotten: the key cannot be used for a day');
}

function asProblem(error: unknown, requestId: string, declaration: Declaration, principal: Principal | undefined): Problem {
  if ((error as Error)?.name === 'Problem') return error as Problem;
  logger.error({ err: error, requestId, operation: declaration.operationId, tenantId: principal?.tenant?.id }, 'request failed');
  return internalProblem(requestId);
}
