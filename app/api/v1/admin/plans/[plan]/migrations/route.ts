import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { migrateClients } from '#lib/billing/index.ts';
import { planName } from '../../../../inputs.ts';
import { planMigrationInput } from '../../input.ts';

export const POST = route(
  {
    operationId: 'migrateClients',
    method: 'POST',
    path: '/api/v1/admin/plans/{plan}/migrations',
    summary: 'Give all clients on older versions of a plan its newest one, from a day on. They are told now.',
    tag: 'Provider',
    access: 'staff',
    params: z.object({ plan: planName }),
    body: planMigrationInput,
    response: z.object({ clients: z.number().int() }),
  },
  async ({ params, body, principal, now }) => ({ clients: await migrateClients(params.plan, body.at, principal.name, now) }),
);
