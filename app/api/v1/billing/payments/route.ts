import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { payOverdue } from '#lib/billing/index.ts';

export const POST = route(
  {
    operationId: 'payOverdueInvoices',
    method: 'POST',
    path: '/api/v1/billing/payments',
    summary: 'Charge all overdue invoices now. A client that was suspended for them resumes.',
    tag: 'Billing',
    access: 'tenant',
    role: 'owner',
    metered: false,
    whileSuspended: true,
    problems: [402],
    response: z.object({ paid: z.number().int() }),
  },
  async ({ tenant }) => payOverdue(tenant.id),
);
