import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { openBillingPortal } from '#lib/billing/index.ts';

export const POST = route(
  {
    operationId: 'openBillingPortal',
    method: 'POST',
    path: '/api/v1/billing/portal-sessions',
    summary: "Create a session of Stripe's customer portal, for card, tax data and invoices.",
    tag: 'Billing',
    access: 'tenant',
    stepUp: true,
    role: 'owner',
    metered: false,
    whileSuspended: true,
    problems: [409],
    response: z.object({ url: z.string() }),
    status: 201,
  },
  async ({ tenant }) => ({ url: await openBillingPortal(tenant.id) }),
);
