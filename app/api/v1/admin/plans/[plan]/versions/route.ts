import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { createPlanVersion } from '#lib/billing/index.ts';
import { planName } from '../../../../inputs.ts';
import { planVersionInput } from '../../input.ts';

export const POST = route(
  {
    operationId: 'createPlanVersion',
    method: 'POST',
    path: '/api/v1/admin/plans/{plan}/versions',
    summary: 'Make a new version of a plan. New clients get it; others keep theirs until they are migrated.',
    tag: 'Provider',
    access: 'staff',
    params: z.object({ plan: planName }),
    body: planVersionInput,
    problems: [409],
    response: z.object({ version: z.number().int() }),
    status: 201,
  },
  async ({ params, body, principal }) => ({ version: await createPlanVersion(params.plan, body.terms, body.note, principal.name) }),
);
