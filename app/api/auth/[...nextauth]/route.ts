import { randomUUID } from 'node:crypto';
import NextAuth from 'next-auth';
import { callerOf, problemResponse, signInThrottle } from '#lib/api/index.ts';
import { callableOf } from '#lib/auth/interop.ts';
import { sessionOptions } from '#lib/auth/session-options.ts';
import { assertSignInRequest } from '#lib/auth/sign-in-requests.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { Problem } from '#lib/platform/problem.ts';
import { withRequest } from '#lib/platform/request-context.ts';

const nextAuth = callableOf<(request: Request, context: unknown, options: unknown) => Promise<Response>>(NextAuth);

const handler = async (request: Request, context: unknown) => {
  const caller = callerOf(request);
  const options = sessionOptions({ caller, now: systemClock(), throttle: signInThrottle });
  try {
    await assertSignInRequest(
      request,
      options.providers.filter(({ type }) => type === 'credentials').map(({ options: own, id }) => own?.id ?? id),
    );
  } catch (error) {
    if (error instanceof Problem) return problemResponse(error);
    throw error;
  }
  return withRequest({ requestId: randomUUID(), address: caller.address }, () => nextAuth(request, context, options));
};

export { handler as GET, handler as POST };
