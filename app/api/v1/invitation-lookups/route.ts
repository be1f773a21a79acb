import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { lookUpInvitation } from '#lib/members/index.ts';
import { token } from '../inputs.ts';
import { memberRole } from '../members/input.ts';

export const POST = route(
  {
    operationId: 'lookUpInvitation',
    method: 'POST',
    path: '/api/v1/invitation-lookups',
    summary: 'Get what an invitation is for, with the token from the mail.',
    tag: 'Members',
    access: 'public',
    body: z.object({ token }),
    response: z.object({ client: z.string(), email: z.string(), role: memberRole, hasAccount: z.boolean() }),
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.token, caller.address);
    return lookUpInvitation(body.token, now);
  },
);
