import { route } from '#lib/api/index.ts';
import { setBillingEmail } from '#lib/billing/index.ts';
import { done, OK } from '../../schemas.ts';
import { billingContactInput } from './input.ts';

export const PUT = route(
  {
    operationId: 'setBillingContact',
    method: 'PUT',
    path: '/api/v1/billing/contact',
    summary: 'Set the address for invoices and other mails about money. Without one they go to the owners.',
    tag: 'Billing',
    access: 'tenant',
    role: 'admin',
    metered: false,
    whileSuspended: true,
    body: billingContactInput,
    response: done,
  },
  async ({ tenant, body, principal }) => {
    await setBillingEmail(tenant.id, body.email ?? null, principal.name);
    return OK;
  },
);
