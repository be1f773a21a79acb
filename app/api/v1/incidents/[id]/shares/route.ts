import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listShares, shareIncident } from '#lib/incidents/index.ts';
import { maybeTime, time, uuid } from '../../../schemas.ts';
import { shareInput } from '../input.ts';

export const GET = route(
  {
    operationId: 'listShares',
    method: 'GET',
    path: '/api/v1/incidents/{id}/shares',
    summary: 'List the valid links that show an incident to people without an account.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    response: z.object({
      items: z.array(z.object({ id: uuid, createdBy: z.string(), createdAt: time, expiresAt: time, lastOpenedAt: maybeTime })),
    }),
  },
  async ({ tenant, params, now }) => ({
    items: (await listShares(tenant.id, params.id, now)).map(({ id, createdBy, createdAt, expiresAt, lastOpenedAt }) => ({
      ...{ id, createdBy, createdAt: createdAt.getTime(), expiresAt: expiresAt.getTime() },
      lastOpenedAt: lastOpenedAt?.getTime() ?? null,
    })),
  }),
);

export const POST = route(
  {
    operationId: 'shareIncident',
    method: 'POST',
    path: '/api/v1/incidents/{id}/shares',
    summary: 'Make a link that shows an incident, and nothing else, to whoever has it. The link is in this answer only.',
    tag: 'Incidents',
    access: 'tenant',
    params: z.object({ id: uuid }),
    body: shareInput,
    response: z.object({ id: uuid, url: z.string(), expiresAt: time }),
    status: 201,
  },
  async ({ tenant, params, body, principal, now }) => {
    const share = await shareIncident(tenant.id, params.id, body.days, principal.name, now);
    return { ...share, expiresAt: share.expiresAt.getTime() };
  },
);
