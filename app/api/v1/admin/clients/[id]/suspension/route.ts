import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { setSuspended } from '#lib/tenants/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';
import { suspendClientInput } from '../input.ts';

export const PUT = route(
  {
    operationId: 'suspendClient',
    method: 'PUT',
    path: '/api/v1/admin/clients/{id}/suspension',
    summary: "Suspend a client: its data is kept, but new data is refused. The reason is recorded in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: suspendClientInput,
    problems: [409],
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
    summary: "Resume a suspended client. The reason is recorded in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    query: z.object({ reason: z.string().trim().max(300).default('resumed by staff') }),
    problems: [409],
    response: done,
  },
  async ({ params, query, principal }) => {
    await setSuspended(params.id, false, query.reason || 'resumed by staff', principal.name);
    return OK;
  },
);
