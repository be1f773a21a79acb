import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { incidentTrend } from '#lib/incidents/index.ts';

const count = z.number().int();

export const GET = route(
  {
    operationId: 'getIncidentTrend',
    method: 'GET',
    path: '/api/v1/incidents/trend',
    summary: 'Count the incidents that began on each UTC day, by severity, and say how long they took to recover.',
    tag: 'Incidents',
    access: 'tenant',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(14) }),
    response: z.object({
      days: z.array(z.object({ day: z.string(), critical: count, major: count, minor: count })),
      medianRecoveryMs: z.number().nullable(),
    }),
  },
  async ({ tenant, query, now }) => incidentTrend(tenant.id, query.days, now),
);
