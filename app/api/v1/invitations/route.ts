import { assertAttempt, route } from '#lib/api/index.ts';
import { invite } from '#lib/members/index.ts';
import { actorOf } from '../members/actor.ts';
import { invitationInput } from '../members/input.ts';
import { done, OK } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'invite',
    method: 'POST',
    path: '/api/v1/invitations',
    summary: 'Invite somebody by mail to join the client. An open invitation of the same address is replaced.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    person: true,
    stepUp: true,
    body: invitationInput,
    response: done,
    status: 201,
  },
  async ({ tenant, body, principal, caller, now }) => {
    await assertAttempt('mail', body.email, caller.address);
    await invite(tenant.id, body, actorOf(principal), now);
    return OK;
  },
);
