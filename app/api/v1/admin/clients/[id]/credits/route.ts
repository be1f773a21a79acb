import { route } from '#lib/api/index.ts';
import { creditClient } from '#lib/billing/index.ts';
import { done, OK } from '../../../../schemas.ts';
import { clientParams } from '../../../schemas.ts';
import { adjustmentInput } from '../input.ts';

export const POST = route(
  {
    operationId: 'creditClient',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/credits',
    summary: 'Give a client credit, which its next invoices use up. `requestId` makes a repetition harmless.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: adjustmentInput,
    problems: [409],
    response: done,
  },
  async ({ params, body, principal }) => {
    await creditClient(params.id, body, principal.name);
    return OK;
  },
);
