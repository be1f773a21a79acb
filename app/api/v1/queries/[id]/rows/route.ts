import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { MAX_ROWS } from '#lib/queries/index.ts';
import { answer, asked, foundQuery, queryId, rowsOf, shownColumns } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'runQuery',
    method: 'GET',
    path: '/api/v1/queries/{id}/rows',
    summary: 'Run a named query on the graph of the account. It takes the parameters that its description lists.',
    tag: 'Queries',
    access: 'tenant',
    params: queryId,
    query: z.object({ ...asked, limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(200) }),
    problems: [409, 503],
    response: answer,
  },
  async ({ tenant, params, query, now }) => {
    const found = foundQuery(params.id);
    return { columns: shownColumns(found.columns), ...(await rowsOf(tenant.id, found, query, now)) };
  },
);
