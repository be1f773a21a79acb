import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { previewPlanChange } from '#lib/billing/index.ts';
import { chosenPlan, planChange } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'previewPlanChange',
    method: 'POST',
    path: '/api/v1/billing/plan-changes/previews',
    summary: 'Show what a change of plan would do: what is charged now, to the cent, and when it takes effect. Changes nothing.',
    tag: 'Billing',
    access: 'tenant',
    role: 'owner',
    metered: false,
    whileSuspended: true,
    body: z.object({ plan: chosenPlan }),
    problems: [409],
    response: planChange,
  },
  async ({ tenant, body }) => previewPlanChange(tenant, body.plan),
);
