import { randomUUID } from 'node:crypto';
import {
  apiClock,
  assertRate,
  assertSameOrigin,
  internalProblem,
  principalOfRequest,
  problemResponse,
  rememberRefusal,
} from '#lib/api/index.ts';
import type { Principal } from '#lib/auth/index.ts';
import { assertFeature } from '#lib/features/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import { Problem } from '#lib/platform/problem.ts';
import { mcpHandler } from './server.ts';

export const dynamic = 'force-dynamic';

const clock = () => (apiClock.find() ?? systemClock)();
const handler = mcpHandler(clock);

/** The MCP server: streamable HTTP with an API key as bearer token. GET and DELETE, which belong to sessions, get 405. */
export async function POST(request: Request): Promise<Response> {
  const requestId = randomUUID();
  const started = performance.now();
  let principal: Principal | undefined;
  let response: Response;
  try {
    principal = await admit(request);
    if (principal.tenant) await assertFeature('mcp', principal.tenant.id);
    // The operation behind a tool counts itself, too; without this, messages that reach none would be free.
    await assertRate(principal);
    response = await handler.fetch(request);
  } catch (error) {
    const isProblem = (error as Error)?.name === 'Problem';
    if (!isProblem) logger.error({ err: error, requestId }, 'a request to the MCP server failed');
    const problem = isProblem ? (error as Problem) : internalProblem(requestId);
    rememberRefusal(request.headers.get('authorization') ?? '', '/api/mcp', problem, clock());
    response = problemResponse(problem);
  }
  response.headers.set('X-Request-Id', requestId);
  response.headers.set('Cache-Control', 'no-store');
  const seconds = (performance.now() - started) / 1000;
  metrics().requests.observe({ operation: 'mcp', status: response.status }, seconds);
  logger.info(
    { requestId, tenantId: principal?.tenant?.id, operation: 'mcp', status: response.status, ms: Math.round(seconds * 1000) },
    'request',
  );
  return response;
}

const notHere = () =>
  problemResponse(
    new Problem(405, 'method_not_allowed', 'This MCP server has no sessions and no streams. Send each message with POST.', {
      headers: { Allow: 'POST' },
    }),
  );
export const GET = notHere;
export const DELETE = notHere;

/**
 * The API key's principal. Only a key counts, never the cookie of a session, which a page of another site could use; for the same reason a
 * request of a page elsewhere is refused, as the specification of MCP demands (Transports, Security Warning). Throws a Problem: 401 or 403.
 */
async function admit(request: Request): Promise<Principal> {
  assertSameOrigin(request);
  const principal = request.headers.has('authorization') ? await principalOfRequest(request, clock()) : undefined;
  if (principal?.via === 'key') return principal;
  throw new Problem(
    401,
    'not_signed_in',
    'Send "Authorization: Bearer <API key>" with an API key of your client; make one under API keys.',
    {
      headers: { 'WWW-Authenticate': 'Bearer' },
    },
  );
}
