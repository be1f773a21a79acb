import { z } from 'zod';
import { personOf, route } from '#lib/api/index.ts';
import { startImpersonation } from '#lib/auth/index.ts';
import { reason } from '../../../../inputs.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const POST = route(
  {
    operationId: 'visitClient',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/impersonation',
    summary: 'See a client’s account as its members do, without changing anything, for an hour. The client is told, with the reason.',
    tag: 'Provider',
    access: 'staff',
    person: true,
    stepUp: true,
    params: clientParams,
    body: z.object({ reason }),
    response: done,
  },
  async ({ principal, params, body, setSession, now }) => {
    const { sessionId } = personOf(principal);
    setSession(await startImpersonation({ sessionId, email: principal.name }, { tenantId: params.id, reason: body.reason }, now));
    return OK;
  },
);
