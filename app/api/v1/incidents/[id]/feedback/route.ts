import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addFeedback } from '#lib/incidents/index.ts';
import { invalid } from '#lib/platform/problem.ts';
import { CAUSES } from '#lib/rca/index.ts';
import { done, OK, uuid } from '../../../schemas.ts';
import { feedbackInput } from './input.ts';

export const POST = route(
  {
    operationId: 'addFeedback',
    method: 'POST',
    path: '/api/v1/incidents/{id}/feedback',
    summary: 'Confirm the first cause of an incident, or say which cause, on which object, was the right one.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    body: feedbackInput,
    response: done,
    status: 201,
  },
  async ({ tenant, params, body, principal }) => {
    if (body.verdict === 'corrected' && body.code === undefined) throw invalid('code', 'Choose the cause that was right.');
    if (body.code !== undefined && !Object.hasOwn(CAUSES, body.code)) throw invalid('code', 'This is not a known cause code.');
    await addFeedback(tenant.id, params.id, { ...body, userName: principal.name });
    return OK;
  },
);
