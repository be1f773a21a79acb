import { z } from 'zod';
import { installCommand } from '#lib/agent-package/index.ts';
import { route } from '#lib/api/index.ts';
import { billingOf } from '#lib/billing/index.ts';
import { provisioningSteps } from '#lib/provisioning/index.ts';
import { sampleClusters } from '#lib/sample-cluster/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { maybeTime } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getOnboarding',
    method: 'GET',
    path: '/api/v1/onboarding',
    summary: 'What is left until the first data: payment, set-up, install command, first data.',
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
    const [record, { subscription }, steps, sample] = await Promise.all([
      getTenant(tenant.id),
      billingOf(tenant.id),
      provisioningSteps(tenant.id),
      sampleClusters.find()?.stateOf(tenant.id),
    ]);
    // The set-up of a paid plan begins with the payment, or on the staff's word: once it has begun nobody is asked to pay.
    const begun = steps.some((step) => step.status !== 'waiting');
    const paidPlan = tenant.plan === 'basic' || tenant.plan === 'pro';
    return {
      needsPayment: tenant.status === 'onboarding' && paidPlan && subscription === null && !begun,
      installCommand: installCommand({ clientId: tenant.id }),
      firstDataAt: record.firstDataAt?.getTime() ?? null,
      sample: sample?.state ?? ('unavailable' as const),
      sampleError: sample?.error ?? null,
    };
  },
);
