import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { requireSso } from '#lib/sso/index.ts';
import { done, OK } from '../../schemas.ts';

export const PUT = route(
  {
    operationId: 'requireSingleSignOn',
    method: 'PUT',
    path: '/api/v1/single-sign-on/policy',
    summary: 'Set whether members with an address of a verified domain must use single sign-on.',
    tag: 'Members',
    access: 'tenant',
    role: 'owner',
    person: true,
    stepUp: true,
    problems: [404, 409],
    body: z.object({ isRequired: z.boolean() }),
    response: done,
  },
  async ({ tenant, body, principal }) => {
    await requireSso(tenant.id, body.isRequired, principal.name);
    return OK;
  },
);
