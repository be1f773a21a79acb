import { z } from 'zod';
import { assertAttempt, route } from '#lib/api/index.ts';
import { isGenuine, signedReport } from '#lib/client-data/index.ts';

export const POST = route(
  {
    operationId: 'verifyDeletionReport',
    method: 'POST',
    path: '/api/v1/deletion-report-verifications',
    summary: 'Check a report of a deletion: whether this installation signed it, and nothing in it was changed since.',
    tag: 'Account',
    access: 'public',
    body: signedReport,
    response: z.object({ genuine: z.boolean() }),
  },
  async ({ body, caller }) => {
    await assertAttempt('link', `report ${caller.address}`, caller.address);
    return { genuine: await isGenuine(body) };
  },
);
