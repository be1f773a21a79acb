import { route } from '#lib/api/index.ts';
import { costRates as readCostRates, setCostRates } from '#lib/billing/index.ts';
import { done, OK } from '../../schemas.ts';
import { costRates } from '../revenue/schemas.ts';

export const GET = route(
  {
    operationId: 'getCostRates',
    method: 'GET',
    path: '/api/v1/admin/cost-rates',
    summary: 'Get what a unit of usage costs the provider, in cents.',
    tag: 'Provider',
    access: 'staff',
    response: costRates,
  },
  async () => readCostRates(),
);

export const PUT = route(
  {
    operationId: 'setCostRates',
    method: 'PUT',
    path: '/api/v1/admin/cost-rates',
    summary: 'Set what a unit of usage costs the provider, in cents.',
    tag: 'Provider',
    access: 'staff',
    body: costRates,
    response: done,
  },
  async ({ body, principal, now }) => {
    await setCostRates(body, principal.name, now);
    return OK;
  },
);
