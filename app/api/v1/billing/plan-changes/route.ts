import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changePlan, keepPlan } from '#lib/billing/index.ts';
import { done, OK, time } from '../../schemas.ts';
import { chosenPlan } from './schemas.ts';

export const POST = route(
  {
    operationId: 'changePlan',
    method: 'POST',
    path: '/api/v1/billing/plan-changes',
    summary: 'Change the plan as it was previewed: an upgrade at once, a downgrade at the end of the period that is paid for.',
    tag: 'Billing',
    access: 'tenant',
    stepUp: true,
    role: 'owner',
    metered: false,
    body: z.object({ plan: chosenPlan, prorationDate: time.min(0), dueNowCents: z.number().int() }),
    problems: [402, 409],
    response: done,
  },
  async ({ tenant, body, principal }) => {
    await changePlan(tenant, body, principal.name);
    return OK;
  },
);

export const DELETE = route(
  {
    operationId: 'keepPlan',
    method: 'DELETE',
    path: '/api/v1/billing/plan-changes',
    summary: 'Take back a planned downgrade or cancellation.',
    tag: 'Billing',
    access: 'tenant',
    role: 'owner',
    metered: false,
    problems: [409],
    response: done,
  },
  async ({ tenant, principal }) => {
    await keepPlan(tenant, principal.name);
    return OK;
  },
);
