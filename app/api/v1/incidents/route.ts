import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listIncidents } from '#lib/incidents/index.ts';
import { cluster, limit, nextCursor } from '../schemas.ts';
import { incident, shownTimes } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listIncidents',
    method: 'GET',
    path: '/api/v1/incidents',
    summary: 'List the incidents of the client, newest first, each with its first cause.',
    tag: 'Incidents',
    access: 'tenant',
    query: z.object({
      status: z.enum(['open', 'closed']).optional(),
      cluster: cluster.optional(),
      limit,
      cursor: z.coerce.number().int().positive().max(2_147_483_647).optional(),
    }),
    response: z.object({ items: z.array(incident), nextCursor }),
  },
  async ({ tenant, query }) => {
    const rows = await listIncidents(tenant.id, query);
    const last = rows.at(-1);
    return {
      items: rows.map((row) => incident.parse({ ...row, ...shownTimes(row) })),
      nextCursor: last && rows.length === query.limit ? String(last.number) : null,
    };
  },
);
