import { route } from '#lib/api/index.ts';
import { foundQuery, query, queryId, shownQuery } from '../schemas.ts';

export const GET = route(
  {
    operationId: 'getQuery',
    method: 'GET',
    path: '/api/v1/queries/{id}',
    summary: 'Get a named query of the library: what it lists, its parameters, its columns and its text.',
    tag: 'Queries',
    access: 'tenant',
    params: queryId,
    response: query,
  },
  async ({ params }) => shownQuery(foundQuery(params.id)),
);
