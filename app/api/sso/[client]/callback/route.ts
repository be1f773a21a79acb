import { randomUUID } from 'node:crypto';
import { assertAttempt, callerOf } from '#lib/api/index.ts';
import { sessionCookie } from '#lib/auth/index.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { logger } from '#lib/platform/logger.ts';
import { Problem } from '#lib/platform/problem.ts';
import { withRequest } from '#lib/platform/request-context.ts';
import { attemptOf, finishSso, noAttemptCookie } from '#lib/sso/index.ts';

/**
 * Where the issuer of a client sends people back to: opens a session and leads into the portal, or back to the sign-in page, which
 * says why not.
 */
export async function GET(request: Request, { params }: { params: Promise<{ client: string }> }): Promise<Response> {
  const caller = callerOf(request);
  const { client: tenantId } = await params;
  const outcome = await withRequest({ requestId: randomUUID(), address: caller.address }, async () => {
    try {
      await assertAttempt('sso', tenantId, caller.address);
      const answer = new URL(request.url).searchParams;
      return await finishSso({ tenantId, answer, cookie: attemptOf(request) }, caller, systemClock());
    } catch (error) {
      if (error instanceof Problem && error.status === 429) return { refused: 'too_many_attempts' };
      logger.error({ err: error, tenantId }, 'a sign-in with single sign-on failed');
      return { refused: 'sso_failed' };
    }
  });
  const path = 'refused' in outcome ? `/login?error=${outcome.refused}` : outcome.next;
  const headers = new Headers({ Location: `${env.use().publicUrl}${path}`, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  headers.append('Set-Cookie', noAttemptCookie());
  if ('secret' in outcome) headers.append('Set-Cookie', await sessionCookie(outcome.secret));
  return new Response(null, { status: 303, headers });
}
