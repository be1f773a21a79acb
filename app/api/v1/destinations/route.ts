import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { addDestination, CHANNELS, listDestinations } from '#lib/notifications/index.ts';
import { KINDS, newDestinationInput } from '#lib/notifications/input.ts';
import { destination, shownDestination } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listDestinations',
    method: 'GET',
    path: '/api/v1/destinations',
    summary: 'List where the client is told of its incidents, and which kinds of destinations this installation cannot reach.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'member',
    response: z.object({
      items: z.array(destination),
      unavailable: z.array(z.object({ kind: z.enum(KINDS), reason: z.string() })),
    }),
  },
  async ({ tenant }) => ({
    items: (await listDestinations(tenant.id)).map(shownDestination),
    unavailable: CHANNELS.flatMap(({ name, unavailable }) => {
      const reason = unavailable?.();
      return reason === undefined ? [] : [{ kind: name as (typeof KINDS)[number], reason }];
    }),
  }),
);

export const POST = route(
  {
    operationId: 'addDestination',
    method: 'POST',
    path: '/api/v1/destinations',
    summary: 'Add a destination. The response to a new webhook contains the secret that signs its messages, this one time.',
    tag: 'Integrations',
    access: 'tenant',
    role: 'admin',
    body: newDestinationInput,
    response: z.object({ destination, signingSecret: z.string().nullable() }),
    status: 201,
  },
  async ({ tenant, body, principal, now }) => {
    const added = await addDestination(tenant.id, body, principal.name, now);
    return { destination: shownDestination(added.destination), signingSecret: added.signingSecret };
  },
);
