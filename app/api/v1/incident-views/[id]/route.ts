import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { removeView } from '#lib/incidents/index.ts';
import { done, OK, uuid } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'removeIncidentView',
    method: 'DELETE',
    path: '/api/v1/incident-views/{id}',
    summary: 'Remove a view that you keep.',
    tag: 'Incidents',
    access: 'tenant',
    role: 'viewer',
    person: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, principal, params }) => {
    await removeView(tenant.id, personOf(principal).userId, params.id);
    return OK;
  },
);
