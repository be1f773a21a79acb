import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { setSecondFactorPolicy } from '#lib/members/index.ts';
import { done, OK } from '../schemas.ts';

export const PUT = route(
  {
    operationId: 'setTeamPolicy',
    method: 'PUT',
    path: '/api/v1/team-policy',
    summary: 'Set whether members must sign in with a second factor.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    body: z.object({ requiresSecondFactor: z.boolean() }),
    response: done,
  },
  async ({ tenant, body, principal }) => {
    await setSecondFactorPolicy(tenant.id, body.requiresSecondFactor, principal.name);
    return OK;
  },
);
