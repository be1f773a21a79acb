import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { grantGrace } from '#lib/billing/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';
import { graceInput } from '../input.ts';

export const PUT = route(
  {
    operationId: 'grantGrace',
    method: 'PUT',
    path: '/api/v1/admin/clients/{id}/grace',
    summary: 'Give a client time to pay: until then failed payments do not suspend it. The client is told.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: graceInput,
    problems: [409],
    response: done,
  },
  async ({ params, body, principal, now }) => {
    await grantGrace(params.id, body.until, body.reason, principal.name, now);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'endGrace',
    method: 'DELETE',
    path: '/api/v1/admin/clients/{id}/grace',
    summary: 'Take back the time that a client was given to pay.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    query: z.object({ reason: z.string().trim().max(300).default('taken back by staff') }),
    problems: [409],
    response: done,
  },
  async ({ params, query, principal, now }) => {
    await grantGrace(params.id, null, query.reason, principal.name, now);
    return OK;
  },
);
