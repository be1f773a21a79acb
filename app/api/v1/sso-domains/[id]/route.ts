import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { removeDomain } from '#lib/sso/index.ts';
import { done, OK, uuid } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'removeDomain',
    method: 'DELETE',
    path: '/api/v1/sso-domains/{id}',
    summary: 'Give a mail domain up. Sessions that single sign-on opened for its addresses end.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    params: z.object({ id: uuid }),
    response: done,
  },
  async ({ tenant, params, principal, now }) => {
    await removeDomain(tenant.id, params.id, principal.name, now);
    return OK;
  },
);
