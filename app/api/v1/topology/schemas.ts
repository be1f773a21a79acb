import { z } from 'zod';
import { UnknownGraphError } from '#lib/graph/index.ts';
import { Problem } from '#lib/platform/problem.ts';
import { time } from '../schemas.ts';

/** What operations on the graph share. */
export const health = z.enum(['healthy', 'degraded', 'failing', 'unknown', 'pending']);
export const objectName = { kind: z.string(), namespace: z.string().optional(), name: z.string() };

export const change = z.object({
  key: z.string(),
  cluster: z.string(),
  at: time,
  op: z.enum(['created', 'updated', 'deleted']),
  fields: z.array(z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() })),
  by: z.string().optional(),
  ...objectName,
});

/** Runs a question to the client's graph; one that is not made yet is a 409 that says so. */
export async function askGraph<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof UnknownGraphError || (error as Error).name === 'UnknownGraphError') {
      throw new Problem(409, 'not_provisioned', 'This client is still being set up. Try again in some seconds.', {
        headers: { 'Retry-After': '5' },
      });
    }
    throw error;
  }
}
