import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addComment } from '#lib/incidents/index.ts';
import { uuid } from '../../../schemas.ts';
import { commentInput } from '../input.ts';

export const POST = route(
  {
    operationId: 'addComment',
    method: 'POST',
    path: '/api/v1/incidents/{id}/comments',
    summary: 'Comment on an incident in Markdown. Members that it mentions, as @ and their address, are told by mail.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    body: commentInput,
    response: z.object({ id: uuid }),
    status: 201,
  },
  ({ tenant, params, body, principal, now }) => addComment(tenant.id, params.id, body.body, principal, now),
);
