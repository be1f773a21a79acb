import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { resolve, unresolve } from '#lib/incidents/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { CAUSES } from '#lib/rca/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';
import { resolutionInput } from '../input.ts';

export const PUT = route(
  {
    operationId: 'resolveIncident',
    method: 'PUT',
    path: '/api/v1/incidents/{id}/resolution',
    summary: 'Say that an incident is done, and what it was. It closes by itself when nothing fails any more.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    body: resolutionInput,
    response: done,
  },
  async ({ tenant, params, body, principal, now }) => {
    if (body.code !== undefined && !Object.hasOwn(CAUSES, body.code)) throw invalid('code', 'This is not a known cause code.');
    await resolve(tenant.id, params.id, body, principal, now);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'unresolveIncident',
    method: 'DELETE',
    path: '/api/v1/incidents/{id}/resolution',
    summary: 'Take back that an incident is done.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, params, principal, now }) => {
    await unresolve(tenant.id, params.id, principal, now);
    return OK;
  },
);
