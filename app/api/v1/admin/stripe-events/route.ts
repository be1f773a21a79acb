import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listEvents } from '#lib/billing/index.ts';
import { limit, maybeTime, nextCursor, time } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listStripeEvents',
    method: 'GET',
    path: '/api/v1/admin/stripe-events',
    summary: 'List the events of Stripe, newest first, with whether and when they were processed.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ failed: z.enum(['true', 'false']).default('false'), limit, cursor: z.string().max(255).optional() }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          customerId: z.string().nullable(),
          receivedAt: time,
          processedAt: maybeTime,
          error: z.string().nullable(),
        }),
      ),
      nextCursor,
    }),
  },
  async ({ query }) => {
    const rows = await listEvents({ ...query, failed: query.failed === 'true' });
    return {
      items: rows.map((row) => ({ ...row, receivedAt: row.receivedAt.getTime(), processedAt: row.processedAt?.getTime() ?? null })),
      nextCursor: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    };
  },
);
