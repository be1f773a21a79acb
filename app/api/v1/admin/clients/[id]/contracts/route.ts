import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { contractsOf, makeContract } from '#lib/billing/index.ts';
import { getTenant } from '#lib/tenants/index.ts';
import { maybeTime, time } from '../../../../schemas.ts';
import { contractInput } from '../../../plans/input.ts';
import { shownTerms } from '../../../plans/schemas.ts';
import { clientParams } from '../../../schemas.ts';

export const GET = route(
  {
    operationId: 'listContracts',
    method: 'GET',
    path: '/api/v1/admin/clients/{id}/contracts',
    summary: 'List the contracts of a client, the newest first.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          terms: shownTerms,
          currencyNote: z.string(),
          note: z.string(),
          startsAt: time,
          endsAt: maybeTime,
          createdBy: z.string(),
          createdAt: time,
          isInForce: z.boolean(),
        }),
      ),
    }),
  },
  async ({ params }) => ({ items: await contractsOf((await getTenant(params.id)).id) }),
);

export const POST = route(
  {
    operationId: 'makeContract',
    method: 'POST',
    path: '/api/v1/admin/clients/{id}/contracts',
    summary: 'Make a contract with a client: limits and prices of its own, on the Enterprise plan, from its start to its end.',
    tag: 'Provider',
    access: 'staff',
    params: clientParams,
    body: contractInput,
    problems: [409],
    response: z.object({ id: z.string() }),
    status: 201,
  },
  async ({ params, body, principal, now }) => ({ id: await makeContract(params.id, body, principal.name, now) }),
);
