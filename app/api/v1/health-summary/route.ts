import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore, healthCounts } from '#lib/graph/index.ts';
import { health, queryGraph } from '../topology/schemas.ts';

export const GET = route(
  {
    operationId: 'getHealthSummary',
    method: 'GET',
    path: '/api/v1/health-summary',
    summary: 'Count the workloads and nodes of each cluster by health.',
    tag: 'Topology',
    access: 'tenant',
    metered: false,
    problems: [409, 503],
    response: z.object({
      items: z.array(z.object({ cluster: z.string(), sort: z.enum(['workload', 'node']), health, objects: z.number().int() })),
    }),
  },
  async ({ tenant }) => ({ items: await queryGraph(() => healthCounts(graphStore.use(), tenant.id)) }),
);
