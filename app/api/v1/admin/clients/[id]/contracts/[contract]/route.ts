import { route } from '#lib/api/index.ts';
import { endContract } from '#lib/billing/index.ts';
import { done, OK, uuid } from '../../../../../schemas.ts';
import { clientParams } from '../../../../schemas.ts';

export const DELETE = route(
  {
    operationId: 'endContract',
    method: 'DELETE',
    path: '/api/v1/admin/clients/{id}/contracts/{contract}',
    summary: 'End a contract now. The client falls back to the limits of the Enterprise plan.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams.extend({ contract: uuid }),
    response: done,
  },
  async ({ params, principal, now }) => {
    await endContract(params.id, params.contract, principal.name, now);
    return OK;
  },
);
