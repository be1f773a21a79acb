import { z } from 'zod';
import { retryJob } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { database } from '#lib/platform/database/index.ts';
import { done, OK, uuid } from '../../../../../schemas.ts';

export const POST = route(
  {
    operationId: 'retryJob',
    method: 'POST',
    path: '/api/v1/admin/jobs/{queue}/{id}/retry',
    summary: 'Have a job that failed for good tried again.',
    tag: 'Provider',
    access: 'staff',
    params: z.object({ queue: z.string().min(1).max(100), id: uuid }),
    response: done,
  },
  async ({ params, principal }) => {
    await retryJob(database.use(), params.queue, params.id, principal.name);
    return OK;
  },
);
