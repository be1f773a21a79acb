import { route } from '#lib/api/index.ts';
import { setSpendCap } from '#lib/limits/index.ts';
import { done, OK } from '../../schemas.ts';
import { spendCapInput } from './input.ts';

export const PUT = route(
  {
    operationId: 'setSpendCap',
    method: 'PUT',
    path: '/api/v1/billing/spend-cap',
    summary:
      'Set the most overage of a month, in cents, or remove it with null. At a hard cap usage above the plan is refused; a soft one only tells.',
    tag: 'Billing',
    access: 'tenant',
    role: 'admin',
    metered: false,
    whileSuspended: true,
    body: spendCapInput,
    response: done,
  },
  async ({ tenant, body, principal, now }) => {
    await setSpendCap(tenant.id, body, principal.name, now);
    return OK;
  },
);
