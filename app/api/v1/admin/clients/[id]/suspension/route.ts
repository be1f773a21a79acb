import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { setSuspended } from '#lib/tenants/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const PUT = route(
  {
    operationId: 'suspendClient',
    method: 'PUT',
    path: '/api/v1/admin/clients/{id}/suspension',
    summary: "Suspend a client: its data stays, nothing new is taken in. The reason stands in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: z.object({ reason: z.string().trim().min(3, 'say why, in at least 3 characters').max(300) }),
    response: done,
  },
  async ({ params, body, principal }) => {
    await setSuspended(params.id, true, body.reason, principal.name);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'resumeClient',
    method: 'DELETE',
    path: '/api/v1/admin/clients/{id}/suspension',
    summary: "Let a suspended client go on. The reason stands in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    query: z.object({ reason: z.string().trim().max(300).default('resumed by staff') }),
    response: done,
  },
  async ({ params, query, principal }) => {
    await setSuspended(params.id, false, query.reason || 'resumed by staff', principal.name);
    return OK;
  },
);
