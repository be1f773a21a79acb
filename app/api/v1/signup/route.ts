import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { signUp } from '#lib/auth/index.ts';
import { clientId, emailAddress, newPassword, personName } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'signUp',
    method: 'POST',
    path: '/api/v1/signup',
    summary: 'Open an account: sends a mail with a link that confirms the address.',
    tag: 'Account',
    access: 'public',
    body: z.object({
      company: z.string().trim().min(2, 'has at least 2 characters').max(80, 'has at most 80 characters'),
      clientId,
      name: personName,
      email: emailAddress,
      password: newPassword,
      plan: z.enum(['free', 'basic', 'pro']),
    }),
    response: z.object({ email: z.string() }),
    status: 202,
  },
  async ({ body, now }) => {
    await assertAttempt('sign-up', body.email);
    await signUp(body, now);
    return { email: body.email };
  },
);
