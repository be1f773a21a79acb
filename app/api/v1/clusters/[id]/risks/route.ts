import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { clusterRisks } from '#lib/incidents/cluster-risks.ts';
import { SEVERITIES } from '#lib/rca/risks/index.ts';
import { evidence, objectRef, remedy } from '../../../incidents/schemas.ts';
import { uuid } from '../../../schemas.ts';
import { queryGraph } from '../../../topology/schemas.ts';

export const GET = route(
  {
    operationId: 'listRisks',
    method: 'GET',
    path: '/api/v1/clusters/{id}/risks',
    summary: 'List what is wrong in a cluster before anything fails, the worst first, and what could not be checked.',
    tag: 'Clusters',
    access: 'tenant',
    params: z.object({ id: uuid }),
    problems: [409, 503],
    response: z.object({
      cluster: z.string(),
      total: z.number().int().describe('The number of risks, also of those that are not listed.'),
      risks: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          object: objectRef,
          key: z.string().optional().describe('The key of the object, as GET /api/v1/resources/{key} takes it.'),
          severity: z.enum(SEVERITIES),
          text: z.string(),
          evidence,
          remedy,
        }),
      ),
      unchecked: z.array(z.string()).describe('What could not be checked, a sentence each: that it is not a risk is not known.'),
    }),
  },
  ({ tenant, params, now }) => queryGraph(() => clusterRisks(tenant, params.id, now)),
);
