import { z } from 'zod';
import { isUnknownGraph } from '#lib/graph/index.ts';
import { invalid, Problem } from '#lib/platform/problem.ts';
import { notProvisioned } from '#lib/tenants/index.ts';
import { time } from '../schemas.ts';

/** Schemas that the operations on the graph share. */
export const health = z.enum(['healthy', 'degraded', 'failing', 'unknown', 'pending']);
export const objectName = { kind: z.string(), namespace: z.string().optional(), name: z.string() };

/** What is shown of an event of Kubernetes. */
export const shownEvent = {
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  firstAt: time,
  lastAt: time,
  ...objectName,
};

export const change = z.object({
  key: z.string(),
  resource: z.string().describe('The key of the object that was changed.'),
  cluster: z.string(),
  at: time,
  op: z.enum(['created', 'updated', 'deleted']),
  fields: z.array(z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() })),
  by: z.string().optional(),
  ...objectName,
});

/** Runs a query on the client's graph. Throws a Problem: 409 if the graph does not exist yet, 503 if the query is too much for it. */
export async function queryGraph<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (isUnknownGraph(error)) throw notProvisioned();
    if ((error as Error).name === 'QueryLimitError') {
      throw new Problem(503, 'query_limit', `This was too much for the graph: ${(error as Error).message}`, {
        headers: { 'Retry-After': '5' },
      });
    }
    throw error;
  }
}

/** Runs a query that takes a cursor. Throws a Problem with status 422 for a cursor that is none. */
export async function withCursor<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if ((error as Error).name === 'RangeError') throw invalid('cursor', 'Use the cursor of a previous page.');
    throw error;
  }
}
