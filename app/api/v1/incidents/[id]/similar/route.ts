import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { findSimilar } from '#lib/incidents/index.ts';
import { maybeTime, time, uuid } from '../../../schemas.ts';
import { objectRef, relative } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listSimilarIncidents',
    method: 'GET',
    path: '/api/v1/incidents/{id}/similar',
    summary: 'List the past incidents that are most similar to this one, by cause and by the shape of the propagation, most similar first.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    response: z.object({
      items: z.array(
        relative.extend({
          cluster: z.string(),
          status: z.enum(['open', 'closed']),
          code: z.string().nullable(),
          object: objectRef.nullable(),
          openedAt: time,
          closedAt: maybeTime,
          similarity: z.number(),
          feedback: z.object({ verdict: z.string(), note: z.string().nullable() }).nullable(),
        }),
      ),
    }),
  },
  async ({ tenant, params }) => {
    const found = await findSimilar(tenant.id, params.id);
    return {
      items: found.map(({ shape: _, ...one }) => ({
        ...one,
        openedAt: one.openedAt.getTime(),
        closedAt: one.closedAt?.getTime() ?? null,
      })),
    };
  },
);
