import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { limitStates, spendCapOf } from '#lib/limits/index.ts';
import { maybeTime, time } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getLimits',
    method: 'GET',
    path: '/api/v1/limits',
    summary:
      'Get how near the client is to each limit of its plan and to its spend cap, as last compared. Bytes for storage, cents for spend.',
    tag: 'Usage',
    access: 'tenant',
    metered: false,
    response: z.object({
      limits: z.array(
        z.object({
          name: z.enum(['events', 'rca_queries', 'storage', 'api_calls', 'clusters', 'spend']),
          state: z.enum(['ok', 'warned', 'over', 'blocked']),
          used: z.number(),
          allowed: z.number(),
          /** The highest of 50, 80 and 100 percent that is reached, else 0. */
          threshold: z.number().int(),
          /** When the limit will be reached at the present rate, if that is before it resets. */
          projectedAt: maybeTime,
          resetsAt: maybeTime,
          checkedAt: time,
        }),
      ),
      spendCap: z.object({ cents: z.number().int().nullable(), isHard: z.boolean(), isReached: z.boolean() }),
      /** Whether usage above the plan is billed; otherwise it is refused. */
      hasOverage: z.boolean(),
    }),
  },
  async ({ tenant, now }) => {
    const [limits, spendCap] = await Promise.all([limitStates(tenant.id, now), spendCapOf(tenant.id)]);
    return { limits, spendCap, hasOverage: tenant.limits.overage !== null };
  },
);
