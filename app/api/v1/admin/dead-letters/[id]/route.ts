import { route } from '#lib/api/index.ts';
import { discardDeadLetter } from '#lib/dead-letters/index.ts';
import { done, OK } from '../../../schemas.ts';
import { letterParams } from '../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'discardDeadLetter',
    method: 'DELETE',
    path: '/api/v1/admin/dead-letters/{id}',
    summary: "Mark a dead letter as not worth a replay; it stays visible. The act stands in the client's audit log.",
    tag: 'Provider',
    access: 'staff',
    params: letterParams,
    response: done,
  },
  async ({ params, principal, now }) => {
    await discardDeadLetter(params.id, principal.name, now);
    return OK;
  },
);
