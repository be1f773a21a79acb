import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { checkClientId } from '#lib/tenants/index.ts';
import { proposeClientId } from '#lib/wire/names.ts';

export const GET = route(
  {
    operationId: 'proposeClientId',
    method: 'GET',
    path: '/api/v1/client-ids',
    summary: 'Propose a client ID for a company name, or check whether a client ID is available.',
    tag: 'Account',
    access: 'public',
    query: z.object({ company: z.string().max(200).optional(), clientId: z.string().max(64).optional() }),
    response: z.object({ clientId: z.string(), wellFormed: z.boolean(), available: z.boolean(), suggestions: z.array(z.string()) }),
  },
  async ({ query, caller, now }) => {
    await assertAttempt('client-id', caller.address, caller.address);
    return checkClientId(query.clientId ?? proposeClientId(query.company ?? ''), now);
  },
);
