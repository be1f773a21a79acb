import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { provisioningSteps } from '#lib/provisioning/index.ts';
import { maybeTime } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getProvisioning',
    method: 'GET',
    path: '/api/v1/provisioning',
    summary: 'Get the progress of provisioning: each step with its status.',
    tag: 'Account',
    access: 'tenant',
    metered: false,
    response: z.object({
      status: z.enum(['onboarding', 'active', 'suspended', 'closed']),
      steps: z.array(
        z.object({
          name: z.string(),
          status: z.enum(['waiting', 'running', 'done', 'failing']),
          attempts: z.number(),
          startedAt: maybeTime,
          finishedAt: maybeTime,
        }),
      ),
    }),
  },
  async ({ tenant }) => ({
    status: tenant.status,
    steps: (await provisioningSteps(tenant.id)).map((step) => ({
      ...step,
      startedAt: step.startedAt?.getTime() ?? null,
      finishedAt: step.finishedAt?.getTime() ?? null,
    })),
  }),
);
