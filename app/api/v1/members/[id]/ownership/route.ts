import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { transferOwnership } from '#lib/members/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';
import { actorOf } from '../../actor.ts';

export const POST = route(
  {
    operationId: 'transferOwnership',
    method: 'POST',
    path: '/api/v1/members/{id}/ownership',
    summary: 'Make another member an owner, and yourself an admin.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    params: z.object({ id: uuid }),
    problems: [409],
    response: done,
  },
  async ({ tenant, params, principal }) => {
    await transferOwnership(tenant.id, params.id, actorOf(principal));
    return OK;
  },
);
