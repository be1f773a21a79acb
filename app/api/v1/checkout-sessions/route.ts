import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { openCheckout } from '#lib/billing/index.ts';

export const POST = route(
  {
    operationId: 'openCheckout',
    method: 'POST',
    path: '/api/v1/checkout-sessions',
    summary: 'Create a checkout session at Stripe for a paid plan.',
    tag: 'Billing',
    access: 'tenant',
    role: 'owner',
    metered: false,
    whileSuspended: true,
    body: z.object({ plan: z.enum(['basic', 'pro']) }),
    problems: [409],
    response: z.object({ url: z.string() }),
    status: 201,
  },
  async ({ tenant, body }) => ({ url: await openCheckout(tenant.id, body.plan) }),
);
