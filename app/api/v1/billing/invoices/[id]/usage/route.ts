import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { explainInvoice } from '#lib/billing/index.ts';
import { time } from '../../../../schemas.ts';

const count = z.number().int();

export const GET = route(
  {
    operationId: 'explainInvoice',
    method: 'GET',
    path: '/api/v1/billing/invoices/{id}/usage',
    summary: 'Explain the overage of an invoice: its lines, and the usage of each day with what the plan included.',
    tag: 'Billing',
    access: 'tenant',
    role: 'admin',
    metered: false,
    params: z.object({ id: z.string().max(255) }),
    response: z.object({
      invoiceId: z.string(),
      number: z.string().nullable(),
      month: z.object({ start: time, end: time }).nullable(),
      lines: z.array(z.object({ metric: z.string(), unitCents: count, quantity: count, cents: count })),
      days: z.array(
        z.object({
          day: z.string(),
          events: count,
          eventsIncluded: count.nullable(),
          eventsAbove: count,
          rcaQueries: count,
          storageBytes: count.nullable(),
        }),
      ),
      rcaQueries: z.object({ used: count, included: count.nullable() }),
      storage: z.object({ meanBytes: count, includedBytes: count.nullable() }),
    }),
  },
  async ({ tenant, params }) => explainInvoice(tenant.id, params.id),
);
