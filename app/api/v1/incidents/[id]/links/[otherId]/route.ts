import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { linkIncidents, unlinkIncidents } from '#lib/incidents/index.ts';
import { done, OK, uuid } from '../../../../schemas.ts';

const params = z.object({ id: uuid, otherId: uuid });

export const PUT = route(
  {
    operationId: 'linkIncidents',
    method: 'PUT',
    path: '/api/v1/incidents/{id}/links/{otherId}',
    summary: 'Link two incidents as related.',
    tag: 'Incidents',
    access: 'tenant',
    params,
    response: done,
  },
  async ({ tenant, params: { id, otherId }, principal, now }) => {
    await linkIncidents(tenant.id, id, otherId, principal.name, now);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'unlinkIncidents',
    method: 'DELETE',
    path: '/api/v1/incidents/{id}/links/{otherId}',
    summary: 'Take a link between two incidents away.',
    tag: 'Incidents',
    access: 'tenant',
    params,
    response: done,
  },
  async ({ tenant, params: { id, otherId } }) => {
    await unlinkIncidents(tenant.id, id, otherId);
    return OK;
  },
);
