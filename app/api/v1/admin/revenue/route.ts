import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { revenue } from '#lib/billing/index.ts';
import { revenueMonth } from './schemas.ts';

const cents = z.number().int();

export const GET = route(
  {
    operationId: 'getRevenue',
    method: 'GET',
    path: '/api/v1/admin/revenue',
    summary: 'Get recurring revenue, churn and what was paid, with the last twelve months. Money is in cents.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({
      mrrCents: cents,
      arrCents: cents,
      payingClients: cents,
      arpuCents: cents.nullable(),
      overdueCents: cents,
      months: z.array(revenueMonth),
    }),
  },
  async ({ now }) => revenue(now),
);
