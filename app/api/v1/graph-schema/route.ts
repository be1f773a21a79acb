import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { graphSchema, graphStore } from '#lib/graph/index.ts';
import { queryGraph } from '../topology/schemas.ts';

const amount = z.number().int();
const properties = z.array(z.string()).describe('Properties that some of them have, of the first 2,000.');

export const GET = route(
  {
    operationId: 'getGraphSchema',
    method: 'GET',
    path: '/api/v1/graph-schema',
    summary: 'List what the graph of the account holds: labels of nodes, kinds of objects, types of relations, and their properties.',
    tag: 'Queries',
    access: 'tenant',
    problems: [409, 503],
    response: z.object({
      labels: z.array(z.object({ label: z.string(), amount, properties })),
      kinds: z
        .array(z.object({ label: z.string(), amount }))
        .describe('The kinds of Kubernetes objects. Each is a label of its resources too.'),
      relations: z.array(z.object({ type: z.string(), amount, properties })),
    }),
  },
  ({ tenant }) => queryGraph(() => graphSchema(graphStore.use(), tenant.id)),
);
