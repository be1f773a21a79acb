import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { openBillingPortal } from '#lib/billing/index.ts';

export const POST = route(
  {
    operationId: 'openBillingPortal',
    method: 'POST',
    path: '/api/v1/billing/portal-sessions',
    summary: "Open Stripe's customer portal: card, tax data, invoices.",
    tag: 'Billing',
    access: 'tenant',
    role: 'owner',
    metered: false,
    whileSuspended: true,
    response: z.object({ url: z.string() }),
    status: 201,
  },
  async ({ tenant }) => ({ url: await openBillingPortal(tenant.id) }),
);
