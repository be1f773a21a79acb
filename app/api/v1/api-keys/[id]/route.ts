import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { revokeApiKey } from '#lib/auth/index.ts';
import { done, OK, uuid } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'revokeApiKey',
    method: 'DELETE',
    path: '/api/v1/api-keys/{id}',
    summary: 'Revoke an API key immediately. Repeating the call changes nothing.',
    tag: 'API keys',
    access: 'tenant',
    role: 'admin',
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, params, principal, now }) => {
    await revokeApiKey(tenant.id, params.id, principal.name, now);
    return OK;
  },
);
