import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore, searchResources } from '#lib/graph/index.ts';
import { limit } from '../schemas.ts';
import { health, objectName, queryGraph } from '../topology/schemas.ts';

export const GET = route(
  {
    operationId: 'searchResources',
    method: 'GET',
    path: '/api/v1/resources',
    summary: 'Search resources whose name, kind or namespace contains every word of a query.',
    tag: 'Topology',
    access: 'tenant',
    query: z.object({ q: z.string().trim().min(1, 'Enter a search term.').max(200), limit }),
    problems: [409, 503],
    response: z.object({ items: z.array(z.object({ key: z.string(), ...objectName, cluster: z.string(), health })) }),
  },
  async ({ tenant, query }) => ({ items: await queryGraph(() => searchResources(graphStore.use(), tenant.id, query.q, query.limit)) }),
);
