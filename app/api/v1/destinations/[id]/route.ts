import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changeDestination, getDestination, removeDestination } from '#lib/notifications/index.ts';
import { destinationChanges } from '#lib/notifications/input.ts';
import { done, OK, uuid } from '../../schemas.ts';
import { destination, shownDestination } from '../schemas.ts';

const params = z.object({ id: uuid });

export const GET = route(
  {
    operationId: 'getDestination',
    method: 'GET',
    path: '/api/v1/destinations/{id}',
    summary: 'Get a destination with its rules. Its secrets are never returned.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'member',
    params,
    response: destination,
  },
  async ({ tenant, params: { id } }) => shownDestination(await getDestination(tenant.id, id)),
);

export const PATCH = route(
  {
    operationId: 'changeDestination',
    method: 'PATCH',
    path: '/api/v1/destinations/{id}',
    summary: 'Change, pause or resume a destination. What is not named stays as it is; rules are replaced as a whole.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'admin',
    params,
    body: destinationChanges,
    response: destination,
  },
  async ({ tenant, params: { id }, body, principal, now }) =>
    shownDestination(await changeDestination(tenant.id, id, body, principal.name, now)),
);

export const DELETE = route(
  {
    operationId: 'removeDestination',
    method: 'DELETE',
    path: '/api/v1/destinations/{id}',
    summary: 'Remove a destination with its delivery log. What waits to be sent is not sent.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'admin',
    params,
    response: done,
  },
  async ({ tenant, params: { id }, principal }) => {
    await removeDestination(tenant.id, id, principal.name);
    return OK;
  },
);
