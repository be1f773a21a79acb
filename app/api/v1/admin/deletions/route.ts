import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listDeletions } from '#lib/client-data/index.ts';
import { limit, maybeTime, time } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listDeletions',
    method: 'GET',
    path: '/api/v1/admin/deletions',
    summary: 'List the deletions that clients asked for, newest first, with the signed reports of those that are done.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ limit, clientId: z.string().max(40).optional() }),
    response: z.object({
      items: z.array(
        z.object({
          clientId: z.string(),
          state: z.enum(['requested', 'withdrawn', 'running', 'done']),
          requestedAt: time,
          dueAt: time,
          finishedAt: maybeTime,
          steps: z.array(z.string()),
          error: z.string().nullable(),
          report: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
    }),
  },
  async ({ query }) => ({ items: await listDeletions(query.limit, query.clientId) }),
);
