import { route } from '#lib/api/index.ts';
import { listDeadLetters } from '#lib/dead-letters/index.ts';
import { letterPage, letterQuery, shownLetters } from './schemas.ts';

export const GET = route(
  {
    operationId: 'listDeadLetters',
    method: 'GET',
    path: '/api/v1/dead-letters',
    summary: "This client's records that were turned away, newest first: where, why, and the beginning of each.",
    tag: 'Ingest',
    access: 'tenant',
    query: letterQuery,
    response: letterPage,
  },
  async ({ tenant, query }) => shownLetters(await listDeadLetters(tenant.id, query), query.limit),
);
