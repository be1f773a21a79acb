import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { changes, graphStore } from '#lib/graph/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { cluster, limit, nextCursor } from '../schemas.ts';
import { change, queryGraph } from '../topology/schemas.ts';

export const GET = route(
  {
    operationId: 'listChanges',
    method: 'GET',
    path: '/api/v1/changes',
    summary: 'List changes to objects, newest first, with the fields before and after, the time and, if known, the author.',
    tag: 'Topology',
    access: 'tenant',
    query: z.object({
      cluster: cluster.optional(),
      namespace: z.string().max(63).optional(),
      since: z.coerce.number().int().nonnegative().optional(),
      limit,
      cursor: z.string().max(600).optional(),
    }),
    problems: [409, 503],
    response: z.object({ items: z.array(change), nextCursor }),
  },
  async ({ tenant, query }) => {
    try {
      const page = await queryGraph(() => changes(graphStore.use(), tenant.id, query));
      return { items: page.changes, nextCursor: page.next ?? null };
    } catch (error) {
      if ((error as Error).name === 'RangeError') throw invalid('cursor', 'Use the cursor of a previous page.');
      throw error;
    }
  },
);
