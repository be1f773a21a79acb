import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { diagnoseIncident } from '#lib/incidents/requested-diagnosis.ts';
import { uuid } from '../../../schemas.ts';
import { queryGraph } from '../../../topology/schemas.ts';
import { diagnosis } from '../../schemas.ts';

export const POST = route(
  {
    operationId: 'diagnoseIncident',
    method: 'POST',
    path: '/api/v1/incidents/{id}/diagnoses',
    summary: 'Diagnose an incident again with the current data. Counts as an RCA query.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    problems: [409],
    response: diagnosis,
    status: 201,
  },
  ({ tenant, params, principal, now }) => queryGraph(() => diagnoseIncident(tenant, params.id, principal.name, now)),
);
