import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { takeFreePlan } from '#lib/provisioning/index.ts';
import { done, OK } from '../../schemas.ts';

export const PUT = route(
  {
    operationId: 'takeFreePlan',
    method: 'PUT',
    path: '/api/v1/onboarding/plan',
    summary: 'Switch from a paid plan that has not been paid for to the Free plan.',
    tag: 'Billing',
    access: 'tenant',
    role: 'owner',
    metered: false,
    body: z.object({ plan: z.literal('free') }),
    problems: [409],
    response: done,
  },
  async ({ tenant, principal }) => {
    await takeFreePlan(tenant.id, principal.name);
    return OK;
  },
);
