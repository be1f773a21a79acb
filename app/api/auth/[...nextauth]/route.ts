import NextAuth from 'next-auth';
import { assertAttempt } from '#lib/api/index.ts';
import { callableOf } from '#lib/auth/interop.ts';
import { sessionOptions } from '#lib/auth/session-options.ts';

const nextAuth = callableOf<(request: Request, context: unknown, options: unknown) => Promise<Response>>(NextAuth);

const handler = (request: Request, context: unknown) => nextAuth(request, context, sessionOptions(assertAttempt));

export { handler as GET, handler as POST };
