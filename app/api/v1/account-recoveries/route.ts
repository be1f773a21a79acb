import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { takeAccountBack } from '#lib/auth/index.ts';
import { token } from '../inputs.ts';

export const PUT = route(
  {
    operationId: 'takeAccountBack',
    method: 'PUT',
    path: '/api/v1/account-recoveries',
    summary:
      'Undo a change that you did not make, with the token from the mail about it: every session and link of the account ends, and what was changed is removed. Returns a token to choose a new password with.',
    tag: 'Account',
    access: 'public',
    body: z.object({ token }),
    response: z.object({ resetToken: z.string() }),
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.token, caller.address);
    return takeAccountBack(body.token, now);
  },
);
