import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { resendInvitation } from '#lib/members/index.ts';
import { actorOf } from '../../../members/actor.ts';
import { done, OK, uuid } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'resendInvitation',
    method: 'POST',
    path: '/api/v1/invitations/{id}/resend',
    summary: 'Send an invitation again, with a new link. The old link stops working.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    person: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, params, principal, caller, now }) => {
    await assertAttempt('mail', params.id, caller.address);
    await resendInvitation(tenant.id, params.id, actorOf(principal), now);
    return OK;
  },
);
