import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { requestPasswordReset, resetPassword } from '#lib/auth/index.ts';
import { done, emailAddress, newPassword, OK, token } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'requestPasswordReset',
    method: 'POST',
    path: '/api/v1/password-resets',
    summary: 'Send a link to choose a new password; the answer does not tell whether the account exists.',
    tag: 'Account',
    access: 'public',
    body: z.object({ email: emailAddress }),
    response: done,
    status: 202,
  },
  async ({ body, now }) => {
    await assertAttempt('reset-mail', body.email);
    await requestPasswordReset(body.email, now);
    return OK;
  },
);

export const PUT = route(
  {
    operationId: 'resetPassword',
    method: 'PUT',
    path: '/api/v1/password-resets',
    summary: 'Choose a new password by the token of the mail; ends every session.',
    tag: 'Account',
    access: 'public',
    body: z.object({ token, password: newPassword }),
    response: z.object({ email: z.string() }),
  },
  ({ body, now }) => resetPassword(body.token, body.password, now),
);
