import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { revokeScimToken } from '#lib/scim/index.ts';
import { done, OK, uuid } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'revokeScimToken',
    method: 'DELETE',
    path: '/api/v1/scim-tokens/{id}',
    summary: 'Revoke a token of the directory.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, principal, params, now }) => {
    await revokeScimToken(tenant.id, params.id, principal.name, now);
    return OK;
  },
);
