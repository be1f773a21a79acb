import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changeRole, removeMember } from '#lib/members/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { done, OK, uuid } from '../../schemas.ts';
import { actorOf } from '../actor.ts';
import { memberRole } from '../input.ts';

export const PATCH = route(
  {
    operationId: 'changeRole',
    method: 'PATCH',
    path: '/api/v1/members/{id}',
    summary: 'Change the role of a member.',
    tag: 'Members',
    access: 'tenant',
    role: 'admin',
    person: true,
    stepUp: true,
    params: z.object({ id: uuid }),
    body: z.object({ role: memberRole }),
    problems: [409],
    response: done,
  },
  async ({ tenant, params, body, principal }) => {
    await changeRole(tenant.id, params.id, body.role, actorOf(principal));
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'removeMember',
    method: 'DELETE',
    path: '/api/v1/members/{id}',
    summary: 'Remove a member, or leave: everybody can remove themselves.',
    tag: 'Members',
    access: 'tenant',
    role: 'viewer',
    person: true,
    stepUp: true,
    whileSuspended: true,
    params: z.object({ id: uuid }),
    problems: [409],
    response: done,
  },
  async ({ tenant, params, principal }) => {
    const actor = actorOf(principal);
    if (!actor.isAdmin && actor.userId !== params.id) {
      throw new Problem(
        403,
        'missing_role',
        `Your role is ${actor.role}, but removing others requires admin. Ask an owner of the account.`,
      );
    }
    await removeMember(tenant.id, params.id, actor);
    return OK;
  },
);
