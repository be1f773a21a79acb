import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { removeComment } from '#lib/incidents/index.ts';
import { done, OK, uuid } from '../../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'removeComment',
    method: 'DELETE',
    path: '/api/v1/incidents/{id}/comments/{commentId}',
    summary: 'Remove a comment of your own.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid, commentId: uuid }),
    response: done,
  },
  async ({ tenant, params, principal }) => {
    await removeComment(tenant.id, params.id, params.commentId, principal);
    return OK;
  },
);
