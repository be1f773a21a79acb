import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { deadLetterStock, listDeadLetters } from '#lib/dead-letters/index.ts';
import { letterPage, letterQuery, shownLetters } from './schemas.ts';

/** How much the client keeps of what its plan allows; what is rejected beyond it is only counted. */
const room = z.object({ kept: z.number().int(), limit: z.number().int() });

export const GET = route(
  {
    operationId: 'listDeadLetters',
    method: 'GET',
    path: '/api/v1/dead-letters',
    summary: "List the client's dead letters (rejected records), newest first, with the reason and the beginning of each record.",
    tag: 'Ingest',
    access: 'tenant',
    query: letterQuery,
    response: letterPage.extend({ stock: z.object({ records: room, bytes: room }) }),
  },
  async ({ tenant, query }) => {
    const [letters, kept] = [await listDeadLetters(tenant.id, query), await deadLetterStock(tenant.id)];
    const limit = tenant.limits.deadLetters;
    const stock = { records: { kept: kept.records, limit: limit.records }, bytes: { kept: kept.bytes, limit: limit.bytes } };
    return { ...shownLetters(letters, query.limit), stock };
  },
);
