import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { accuracyOf } from '#lib/incidents/index.ts';

const counted = z.object({ judged: z.number(), right: z.number() });

export const GET = route(
  {
    operationId: 'getAccuracy',
    method: 'GET',
    path: '/api/v1/incidents/accuracy',
    summary: 'Get how often the first cause was right, according to the feedback of the client.',
    tag: 'Incidents',
    access: 'tenant',
    response: counted.extend({ byTier: z.object({ confirmed: counted, likely: counted, possible: counted }) }),
  },
  async ({ tenant }) => accuracyOf(tenant.id),
);
