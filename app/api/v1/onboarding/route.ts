import { z } from 'zod';
import { installCommand } from '#lib/agent-package/index.ts';
import { route } from '#lib/api/index.ts';
import { awaitsPayment } from '#lib/billing/index.ts';
import { sampleClusters } from '#lib/clusters/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { maybeTime } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getOnboarding',
    method: 'GET',
    path: '/api/v1/onboarding',
    summary: 'Get the onboarding progress: payment, provisioning, install command and first data.',
    tag: 'Account',
    access: 'tenant',
    metered: false,
    response: z.object({
      needsPayment: z.boolean(),
      installCommand: z.string(),
      firstDataAt: maybeTime,
      sample: z.enum(['unavailable', 'detached', 'starting', 'attached', 'failed']),
      sampleError: z.string().nullable(),
    }),
  },
  async ({ tenant }) => {
    const [record, needsPayment, sample] = await Promise.all([
      getTenant(tenant.id),
      awaitsPayment(tenant),
      sampleClusters.find()?.stateOf(tenant.id),
    ]);
    return {
      needsPayment,
      installCommand: installCommand(tenant.id),
      firstDataAt: record.firstDataAt?.getTime() ?? null,
      sample: sample?.state ?? ('unavailable' as const),
      sampleError: sample?.error ?? null,
    };
  },
);
