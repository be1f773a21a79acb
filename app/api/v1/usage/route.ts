import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { monthSummary, usageByDay } from '#lib/usage/index.ts';
import { time } from '../schemas.ts';

const DAY_MS = 86_400_000;
const amount = z.number();
const gauge = z.object({ used: amount, limit: amount.nullable() });

export const GET = route(
  {
    operationId: 'getUsage',
    method: 'GET',
    path: '/api/v1/usage',
    summary: 'Get the usage of today and this month against the plan, and by day.',
    tag: 'Usage',
    access: 'tenant',
    metered: false,
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    response: z.object({
      plan: z.enum(['free', 'basic', 'pro', 'enterprise']),
      /** Whether usage above a limit is billed; else it is refused. */
      isOverageBilled: z.boolean(),
      /** What was counted until then is in these numbers. */
      asOf: time,
      monthStart: time,
      monthEnd: time,
      eventsToday: gauge,
      eventsMonth: amount,
      duplicatesMonth: amount,
      rejectedMonth: amount,
      rcaQueries: gauge,
      apiCalls: gauge,
      storageBytes: gauge,
      days: z.array(
        z.object({
          day: z.string(),
          events: amount,
          duplicates: amount,
          rejected: amount,
          rca_queries: amount,
          api_calls: amount,
          storage_bytes: amount,
        }),
      ),
    }),
  },
  async ({ tenant, query, now }) => {
    const plan = tenant.limits;
    const [month, days] = await Promise.all([monthSummary(tenant.id, now), usageByDay(tenant.id, now - (query.days - 1) * DAY_MS, now)]);
    return {
      plan: tenant.plan,
      isOverageBilled: plan.overage !== null,
      asOf: now,
      monthStart: month.monthStart,
      monthEnd: month.monthEnd,
      eventsToday: { used: month.eventsToday, limit: plan.eventsPerDay },
      eventsMonth: month.events,
      duplicatesMonth: month.duplicates,
      rejectedMonth: month.rejected,
      rcaQueries: { used: month.rcaQueries, limit: plan.rcaQueriesPerMonth },
      apiCalls: { used: month.apiCalls, limit: plan.apiCallsPerMonth },
      storageBytes: { used: month.storageMeanBytes, limit: plan.storageBytes },
      days,
    };
  },
);
