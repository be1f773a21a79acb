import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { MAX_ROWS } from '#lib/queries/index.ts';
import { rowsAsCsv } from '../../rows-as-csv.ts';
import { asked, foundQuery, queryId, rowsOf } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'exportQuery',
    method: 'GET',
    path: '/api/v1/queries/{id}/csv',
    summary: `Run a named query and download its rows as CSV, at most ${MAX_ROWS}. Times are in ISO 8601.`,
    tag: 'Queries',
    access: 'tenant',
    params: queryId,
    query: z.object(asked),
    problems: [409, 503],
    response: { binary: 'text/csv' },
  },
  async ({ tenant, params, query, now }) => {
    const found = foundQuery(params.id);
    const { rows } = await rowsOf(tenant.id, found, { ...query, limit: MAX_ROWS }, now);
    return new Response(rowsAsCsv(found.columns, rows), {
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${found.id}.csv"` },
    });
  },
);
