import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore, resources } from '#lib/graph/index.ts';
import { cluster, limit, nextCursor } from '../schemas.ts';
import { health, objectName, queryGraph, withCursor } from '../topology/schemas.ts';

export const GET = route(
  {
    operationId: 'listResources',
    method: 'GET',
    path: '/api/v1/resources',
    summary:
      'List live resources, all of them or those whose name, kind or namespace contains every word of a query, the closest names first.',
    tag: 'Topology',
    access: 'tenant',
    query: z.object({
      q: z.string().trim().min(1, 'Enter a search term.').max(200).optional(),
      cluster: cluster.optional(),
      namespace: z.string().min(1).max(63).optional(),
      kind: z.string().min(1).max(63).optional(),
      health: health.optional(),
      limit,
      cursor: z.string().max(600).optional(),
    }),
    problems: [409, 503],
    response: z.object({ items: z.array(z.object({ key: z.string(), ...objectName, cluster: z.string(), health })), nextCursor }),
  },
  async ({ tenant, query: { q, ...query } }) => {
    const page = await withCursor(() => queryGraph(() => resources(graphStore.use(), tenant.id, { ...query, text: q })));
    return { items: page.resources, nextCursor: page.next ?? null };
  },
);
