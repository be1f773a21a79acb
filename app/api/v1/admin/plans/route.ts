import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listPlanVersions } from '#lib/billing/index.ts';
import { planVersion } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listPlanVersions',
    method: 'GET',
    path: '/api/v1/admin/plans',
    summary: 'List all versions of the plans, with how many clients are on each and what each changed.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({ items: z.array(planVersion) }),
  },
  async () => ({ items: await listPlanVersions() }),
);
