import NextAuth from 'next-auth';
import { callerOf, signInThrottle } from '#lib/api/index.ts';
import { callableOf } from '#lib/auth/interop.ts';
import { sessionOptions } from '#lib/auth/session-options.ts';
import { systemClock } from '#lib/platform/clock.ts';

const nextAuth = callableOf<(request: Request, context: unknown, options: unknown) => Promise<Response>>(NextAuth);

const handler = (request: Request, context: unknown) =>
  nextAuth(request, context, sessionOptions({ caller: callerOf(request), now: systemClock(), throttle: signInThrottle }));

export { handler as GET, handler as POST };
