import { z } from 'zod';
import { createClient, listClients } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { planName } from '../../inputs.ts';
import { limit, nextCursor, time } from '../../schemas.ts';
import { clientStatus } from '../schemas.ts';
import { createClientInput } from './input.ts';

export const POST = route(
  {
    operationId: 'createClient',
    method: 'POST',
    path: '/api/v1/admin/clients',
    summary: 'Create a client and provision it. The response contains its full API key, this one time.',
    tag: 'Provider',
    access: 'staff',
    body: createClientInput,
    problems: [409],
    response: z.object({
      client_id: z.string(),
      api_key: z.string(),
      created_at: z.string(),
      plan: planName,
      status: z.literal('onboarding'),
      invitation: z.enum(['none', 'sent', 'failed']),
    }),
    status: 201,
  },
  async ({ body, principal, now }) => {
    const created = await createClient(body, principal.name, now);
    return {
      client_id: created.tenantId,
      api_key: created.apiKey,
      created_at: created.createdAt.toISOString(),
      plan: body.plan,
      status: 'onboarding' as const,
      invitation: created.invitation,
    };
  },
);

export const GET = route(
  {
    operationId: 'listClients',
    method: 'GET',
    path: '/api/v1/admin/clients',
    summary: 'List the clients of this provider, ordered by client ID.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({
      search: z.string().max(80).optional(),
      status: clientStatus.optional(),
      limit,
      cursor: z.string().max(64).optional(),
    }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          plan: planName,
          status: clientStatus,
          createdAt: time,
          clusters: z.number(),
          failedPayments: z.number(),
          provisioning: z.object({ done: z.number(), of: z.number(), failing: z.string().nullable() }),
        }),
      ),
      nextCursor,
    }),
  },
  async ({ query }) => {
    const rows = await listClients(query);
    return {
      items: rows.map((row) => ({
        id: row.id,
        name: row.name,
        plan: row.plan,
        status: row.status,
        createdAt: row.createdAt.getTime(),
        clusters: row._count.clusters,
        failedPayments: row.failedPayments,
        provisioning: {
          done: row.steps.filter((step) => step.status === 'done').length,
          of: row.steps.length,
          failing: row.steps.find((step) => step.status === 'failing')?.name ?? null,
        },
      })),
      nextCursor: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
    };
  },
);
