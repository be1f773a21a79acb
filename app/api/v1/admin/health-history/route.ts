import { z } from 'zod';
import { HEALTH_RANGES, type HealthRange, healthHistory } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { time } from '../../schemas.ts';

const amount = z.number().int();
const known = amount.nullable().describe('null where nobody looked.');

export const GET = route(
  {
    operationId: 'getHealthHistory',
    method: 'GET',
    path: '/api/v1/admin/health-history',
    summary: 'Get how the installation was in the last day, every five minutes, or in the last 90 days, by day.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ range: z.enum(Object.keys(HEALTH_RANGES) as [HealthRange, ...HealthRange[]]).default('day') }),
    response: z.object({
      lines: z.array(z.object({ at: time, graphLag: known, graphAgeMs: known, jobsWaiting: known })),
      bars: z.array(z.object({ at: time, events: amount, jobsFailed: amount })),
    }),
  },
  ({ query, now }) => healthHistory(query.range, now),
);
