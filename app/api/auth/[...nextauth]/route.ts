import { randomUUID } from 'node:crypto';
import NextAuth from 'next-auth';
import { callerOf, signInThrottle } from '#lib/api/index.ts';
import { callableOf } from '#lib/auth/interop.ts';
import { sessionOptions } from '#lib/auth/session-options.ts';
import { systemClock } from '#lib/platform/clock.ts';
import { withRequest } from '#lib/platform/request-context.ts';

const nextAuth = callableOf<(request: Request, context: unknown, options: unknown) => Promise<Response>>(NextAuth);

const handler = (request: Request, context: unknown) => {
  const caller = callerOf(request);
  const options = sessionOptions({ caller, now: systemClock(), throttle: signInThrottle });
  return withRequest({ requestId: randomUUID(), address: caller.address }, () => nextAuth(request, context, options));
};

export { handler as GET, handler as POST };
