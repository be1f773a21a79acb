import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { signUp, signUpCookie } from '#lib/auth/index.ts';
import { signUpInput } from './input.ts';

export const POST = route(
  {
    operationId: 'signUp',
    method: 'POST',
    path: '/api/v1/signup',
    summary: 'Create an account. Sends a mail with a link to confirm the email address.',
    tag: 'Account',
    access: 'public',
    body: signUpInput,
    problems: [409],
    response: z.object({ email: z.string() }),
    status: 202,
  },
  async ({ body, caller, now, setCookie }) => {
    await assertAttempt('sign-up', body.email, caller.address);
    await signUp(body, now);
    setCookie(signUpCookie(body, now));
    return { email: body.email };
  },
);
