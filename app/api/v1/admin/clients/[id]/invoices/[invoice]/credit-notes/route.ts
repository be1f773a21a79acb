import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { correctInvoice } from '#lib/billing/index.ts';
import { done, OK } from '../../../../../../schemas.ts';
import { clientParams } from '../../../../../schemas.ts';
import { correctionInput } from '../../../input.ts';

export const POST = route(
  {
    operationId: 'correctInvoice',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/invoices/{invoice}/credit-notes',
    summary: 'Correct an invoice by a credit note, with or without a refund. `requestId` makes a repetition harmless.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams.extend({ invoice: z.string().max(255) }),
    body: correctionInput,
    problems: [409],
    response: done,
  },
  async ({ params, body, principal }) => {
    await correctInvoice(params.id, params.invoice, body, principal.name);
    return OK;
  },
);
