import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listAllDeadLetters } from '#lib/dead-letters/index.ts';
import { deadLetter, letterQuery, shownLetters } from '../../dead-letters/schemas.ts';
import { nextCursor } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'listAllDeadLetters',
    method: 'GET',
    path: '/api/v1/admin/dead-letters',
    summary: 'List the dead letters (rejected records) of one client or of all clients, newest first.',
    tag: 'Provider',
    access: 'staff',
    query: letterQuery.extend({ client_id: z.string().max(64).optional() }),
    response: z.object({ items: z.array(deadLetter.extend({ clientId: z.string() })), nextCursor }),
  },
  async ({ query: { client_id, ...filter } }) => shownLetters(await listAllDeadLetters(client_id, filter), filter.limit),
);
