import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { clientMargins } from '#lib/billing/index.ts';
import { limit } from '../../../schemas.ts';
import { month } from '../schemas.ts';

const amount = z.number().int();

export const GET = route(
  {
    operationId: 'listClientMargins',
    method: 'GET',
    path: '/api/v1/admin/revenue/clients',
    summary: 'List what clients paid and cost in a month, those that paid most first. Money is in cents.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ month: month.optional(), limit }),
    response: z.object({
      items: z.array(
        z.object({
          clientId: z.string(),
          name: z.string(),
          plan: z.string(),
          paidCents: amount,
          events: amount,
          storageBytes: amount,
          costCents: amount,
          marginCents: amount,
        }),
      ),
    }),
  },
  async ({ query, now }) => ({ items: await clientMargins(query.month ? Date.parse(`${query.month}-01`) : now, query.limit) }),
);
