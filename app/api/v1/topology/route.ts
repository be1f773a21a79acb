import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphStore, topology } from '#lib/graph/index.ts';
import { cluster, time } from '../schemas.ts';
import { health, objectName, queryGraph } from './schemas.ts';

export const GET = route(
  {
    operationId: 'getTopology',
    method: 'GET',
    path: '/api/v1/topology',
    summary: 'Get workloads with their relations and health, now or at a point in time.',
    tag: 'Topology',
    access: 'tenant',
    query: z.object({
      cluster: cluster.optional(),
      namespace: z.string().max(63).optional(),
      at: z.coerce.number().int().nonnegative().optional(),
      detail: z.enum(['workloads', 'full']).default('workloads'),
      maxNodes: z.coerce.number().int().min(1).max(2_000).default(500),
    }),
    problems: [409, 503],
    response: z.object({
      at: time,
      nodes: z.array(
        z.object({
          key: z.string(),
          ...objectName,
          cluster: z.string(),
          health,
          healthReason: z.string().optional(),
          ready: z.number().optional(),
          total: z.number().optional(),
          missingRefs: z.array(z.string()).optional(),
        }),
      ),
      edges: z.array(z.object({ from: z.string(), to: z.string(), type: z.string() })),
      truncated: z.object({ nodes: z.number() }).optional(),
      notes: z.array(z.string()).optional(),
    }),
  },
  async ({ tenant, query, now }) => ({ at: query.at ?? now, ...(await queryGraph(() => topology(graphStore.use(), tenant.id, query))) }),
);
