import { z } from 'zod';
import { jobsState } from '#lib/admin/index.ts';
import { route } from '#lib/api/index.ts';
import { database } from '#lib/platform/database/index.ts';
import { maybeTime, time, uuid } from '../../schemas.ts';

const count = z.number().int();

export const GET = route(
  {
    operationId: 'listJobs',
    method: 'GET',
    path: '/api/v1/admin/jobs',
    summary: 'List the queues of the installation with the number of their jobs by state, and the jobs that failed last.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({
      queues: z.array(
        z.object({
          name: z.string(),
          waiting: count.describe('Jobs that are due and have not begun.'),
          later: count.describe('Jobs that are planned or wait for another attempt.'),
          active: count,
          failed: count.describe('Jobs that are not tried again by themselves.'),
          completed: count,
          waitingSince: maybeTime,
        }),
      ),
      failed: z.array(
        z.object({
          id: uuid,
          queue: z.string(),
          subject: z.string(),
          attempts: count,
          createdAt: time,
          failedAt: maybeTime,
          error: z.string(),
        }),
      ),
    }),
  },
  async () => jobsState(database.use()),
);
