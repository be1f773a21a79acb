import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { revokeInvitation } from '#lib/members/index.ts';
import { actorOf } from '../../members/actor.ts';
import { done, OK, uuid } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'revokeInvitation',
    method: 'DELETE',
    path: '/api/v1/invitations/{id}',
    summary: 'Withdraw an invitation. Its link stops working.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    person: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, params, principal }) => {
    await revokeInvitation(tenant.id, params.id, actorOf(principal));
    return OK;
  },
);
