import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { issueTicket } from '#lib/client-data/index.ts';

export const POST = route(
  {
    operationId: 'requestDataExportDownload',
    method: 'POST',
    path: '/api/v1/data-export/downloads',
    summary:
      'Get the address of the archive of the last export. It is valid for five minutes, in the same account. Recorded in the audit log.',
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    person: true,
    stepUp: true,
    whileSuspended: true,
    problems: [404],
    response: z.object({ url: z.string() }),
  },
  async ({ tenant, principal, now }) => ({
    url: `/api/v1/data-export/archive?ticket=${await issueTicket(tenant.id, principal.name, now)}`,
  }),
);
