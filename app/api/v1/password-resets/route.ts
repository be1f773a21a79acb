import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { requestPasswordReset, resetPassword } from '#lib/auth/index.ts';
import { done, OK } from '../schemas.ts';
import { requestResetInput, resetPasswordInput } from './input.ts';

export const POST = route(
  {
    operationId: 'requestPasswordReset',
    method: 'POST',
    path: '/api/v1/password-resets',
    summary: 'Send a password reset link. The response does not reveal whether the account exists.',
    tag: 'Account',
    access: 'public',
    body: requestResetInput,
    response: done,
    status: 202,
  },
  async ({ body, caller, now }) => {
    await assertAttempt('mail', body.email, caller.address);
    await requestPasswordReset(body.email, now);
    return OK;
  },
);

export const PUT = route(
  {
    operationId: 'resetPassword',
    method: 'PUT',
    path: '/api/v1/password-resets',
    summary: 'Set a new password with the token from the mail. Ends every session.',
    tag: 'Account',
    access: 'public',
    body: resetPasswordInput,
    response: z.object({ email: z.string() }),
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.token, caller.address);
    return resetPassword(body, now);
  },
);
