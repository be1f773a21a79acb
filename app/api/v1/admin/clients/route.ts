import { z } from 'zod';
import { listClients, openClient } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { emailAddress, limit, nextCursor, time } from '../../schemas.ts';
import { clientStatus, planName } from '../schemas.ts';

export const POST = route(
  {
    operationId: 'openClient',
    method: 'POST',
    path: '/api/v1/admin/clients',
    summary: 'Open a client and provision it. The answer holds its API key whole, this once.',
    tag: 'Provider',
    access: 'staff',
    body: z.object({
      name: z.string().trim().min(2, 'has at least 2 characters').max(80, 'has at most 80 characters'),
      plan: planName,
      clientId: z.string().trim().optional(),
      email: emailAddress.optional(),
    }),
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
    const opened = await openClient(body, principal.name, now);
    return {
      client_id: opened.clientId,
      api_key: opened.apiKey,
      created_at: opened.createdAt.toISOString(),
      plan: body.plan,
      status: 'onboarding' as const,
      invitation: opened.invitation,
    };
  },
);

export const GET = route(
  {
    operationId: 'listClients',
    method: 'GET',
    path: '/api/v1/admin/clients',
    summary: 'The clients of this provider, by id.',
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
