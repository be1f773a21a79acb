import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { diagnoseCluster } from '#lib/incidents/requested-diagnosis.ts';
import { diagnosis } from '../incidents/schemas.ts';
import { cluster } from '../schemas.ts';
import { queryGraph } from '../topology/schemas.ts';

export const POST = route(
  {
    operationId: 'diagnoseCluster',
    method: 'POST',
    path: '/api/v1/diagnoses',
    summary: 'Diagnose a whole cluster now. Counts as an RCA query.',
    tag: 'Incidents',
    access: 'tenant',
    body: z.object({ cluster }),
    problems: [404, 409],
    response: diagnosis,
    status: 201,
  },
  ({ tenant, body, principal, now }) => queryGraph(() => diagnoseCluster(tenant, body.cluster, principal.name, now)),
);
