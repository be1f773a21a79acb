import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { verifyAllAudits } from '#lib/audit/index.ts';

export const GET = route(
  {
    operationId: 'verifyAuditLogs',
    method: 'GET',
    path: '/api/v1/admin/audit-verification',
    summary: 'Check the audit logs of all clients: whether an entry was changed, removed or put in between.',
    tag: 'Provider',
    access: 'staff',
    response: z.object({
      intact: z.boolean(),
      items: z.array(
        z.object({
          clientId: z.string(),
          sealed: z.number().int(),
          unsealed: z.number().int(),
          erased: z.number().int(),
          broken: z.object({ id: z.string(), reason: z.string() }).nullable(),
        }),
      ),
    }),
  },
  async () => {
    const checks = await verifyAllAudits();
    return {
      intact: checks.every(({ broken }) => broken === null),
      items: checks.map(({ tenantId, ...check }) => ({ clientId: tenantId, ...check })),
    };
  },
);
