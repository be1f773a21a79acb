import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addFeedback } from '#lib/incidents/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { CAUSES } from '#lib/rca/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'addFeedback',
    method: 'POST',
    path: '/api/v1/incidents/{id}/feedback',
    summary: 'Confirm the first cause of an incident, or say which one, and on which object, was right.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    body: z.object({
      verdict: z.enum(['confirmed', 'corrected']),
      code: z.string().max(64).optional(),
      object: z
        .object({ kind: z.string().min(1).max(63), namespace: z.string().min(1).max(63).optional(), name: z.string().min(1).max(253) })
        .optional(),
      note: z.string().trim().max(1_000).optional(),
    }),
    response: done,
    status: 201,
  },
  async ({ tenant, params, body, principal }) => {
    if (body.verdict === 'corrected' && body.code === undefined) throw invalid('code', 'say which cause was right');
    if (body.code !== undefined && !Object.hasOwn(CAUSES, body.code)) throw invalid('code', 'is no cause code; /docs/causes lists them');
    await addFeedback(tenant.id, params.id, { ...body, userName: principal.name });
    return OK;
  },
);
