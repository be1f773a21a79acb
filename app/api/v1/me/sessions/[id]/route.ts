import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { endSession } from '#lib/auth/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'endSession',
    method: 'DELETE',
    path: '/api/v1/me/sessions/{id}',
    summary: 'End one of your sessions.',
    tag: 'Account',
    access: 'user',
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ principal, params, now }) => {
    await endSession(personOf(principal).userId, params.id, now, principal.ssoClient);
    return OK;
  },
);
