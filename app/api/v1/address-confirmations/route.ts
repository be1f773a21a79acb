import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { confirmAddress } from '#lib/auth/index.ts';
import { token } from '../inputs.ts';

export const PUT = route(
  {
    operationId: 'confirmAddress',
    method: 'PUT',
    path: '/api/v1/address-confirmations',
    summary: 'Confirm a new email address with the token from the mail. Every session of the account ends.',
    tag: 'Account',
    access: 'public',
    body: z.object({ token }),
    problems: [409],
    response: z.object({ email: z.string() }),
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.token, caller.address);
    return confirmAddress(body.token, now);
  },
);
