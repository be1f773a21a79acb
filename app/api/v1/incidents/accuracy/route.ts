import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { accuracyOf } from '#lib/incidents/index.ts';

const counted = z.object({ judged: z.number(), right: z.number() });

export const GET = route(
  {
    operationId: 'getAccuracy',
    method: 'GET',
    path: '/api/v1/incidents/accuracy',
    summary: 'How often the first cause was right, of the incidents that people of the client confirmed or corrected.',
    tag: 'Incidents',
    access: 'tenant',
    response: counted.extend({ byTier: z.object({ confirmed: counted, likely: counted, possible: counted }) }),
  },
  async ({ tenant }) => accuracyOf(tenant.id),
);
