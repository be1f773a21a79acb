import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listDeliveries } from '#lib/notifications/index.ts';
import { limit, nextCursor, uuid } from '../../../schemas.ts';
import { delivery, shownDelivery } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listDeliveries',
    method: 'GET',
    path: '/api/v1/destinations/{id}/deliveries',
    summary: 'List the messages to a destination of the last 30 days, newest first: their state, attempts and the answer.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'member',
    params: z.object({ id: uuid }),
    query: z.object({
      limit,
      cursor: z
        .string()
        .regex(/^\d{1,18}$/, 'Send the cursor of the page before.')
        .optional(),
    }),
    response: z.object({ items: z.array(delivery), nextCursor }),
  },
  async ({ tenant, params: { id }, query }) => {
    const cursor = query.cursor === undefined ? undefined : BigInt(query.cursor);
    const items = (await listDeliveries(tenant.id, id, query.limit, cursor)).map(shownDelivery);
    return { items, nextCursor: items.length === query.limit ? (items.at(-1)?.id ?? null) : null };
  },
);
