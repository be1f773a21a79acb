import { route } from '#lib/api/index.ts';
import { listDeadLetters } from '#lib/dead-letters/index.ts';
import { letterPage, letterQuery, shownLetters } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listDeadLetters',
    method: 'GET',
    path: '/api/v1/dead-letters',
    summary: "List the client's dead letters (rejected records), newest first, with the reason and the beginning of each record.",
    tag: 'Ingest',
    access: 'tenant',
    query: letterQuery,
    response: letterPage,
  },
  async ({ tenant, query }) => shownLetters(await listDeadLetters(tenant.id, query), query.limit),
);
