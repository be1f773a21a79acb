import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { acceptInvitation } from '#lib/members/index.ts';
import { newMemberInput } from './input.ts';

export const POST = route(
  {
    operationId: 'acceptInvitationAsNewMember',
    method: 'POST',
    path: '/api/v1/accepted-invitations',
    summary: 'Accept an invitation with a new account, with the token from the mail.',
    tag: 'Members',
    access: 'public',
    body: newMemberInput,
    problems: [409],
    response: z.object({ email: z.string() }),
    status: 201,
  },
  async ({ body, caller, now }) => {
    await assertAttempt('link', body.token, caller.address);
    return acceptInvitation(body, now);
  },
);
