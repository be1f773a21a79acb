import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { revokeShare } from '#lib/incidents/index.ts';
import { done, OK, uuid } from '../../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'revokeShare',
    method: 'DELETE',
    path: '/api/v1/incidents/{id}/shares/{shareId}',
    summary: 'Make a link that shows an incident invalid at once.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid, shareId: uuid }),
    response: done,
  },
  async ({ tenant, params, principal }) => {
    await revokeShare(tenant.id, params.id, params.shareId, principal.name);
    return OK;
  },
);
