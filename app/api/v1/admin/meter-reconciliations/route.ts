import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { meterStanding } from '#lib/billing/index.ts';
import { limit, maybeTime, time } from '../../schemas.ts';

const amount = z.number().int();

export const GET = route(
  {
    operationId: 'getMetering',
    method: 'GET',
    path: '/api/v1/admin/meter-reconciliations',
    summary: "Compare usage with Stripe's meters: what waits to be sent, and the newest nightly comparisons.",
    tag: 'Provider',
    access: 'staff',
    query: z.object({ differing: z.enum(['true', 'false']).default('false'), limit }),
    response: z.object({
      waiting: amount,
      oldestWaiting: maybeTime,
      failing: amount,
      items: z.array(
        z.object({
          clientId: z.string(),
          day: z.string(),
          metric: z.string(),
          ours: amount,
          theirs: amount,
          corrected: amount,
          checkedAt: time,
        }),
      ),
    }),
  },
  async ({ query }) => {
    const { items, ...standing } = await meterStanding(query.limit, query.differing === 'true');
    return {
      ...standing,
      items: items.map(({ tenantId, day, metric, ours, theirs, corrected, checkedAt }) => ({
        clientId: tenantId,
        day: day.toISOString().slice(0, 10),
        metric,
        ours: Number(ours),
        theirs: Number(theirs),
        corrected: Number(corrected),
        checkedAt: checkedAt.getTime(),
      })),
    };
  },
);
