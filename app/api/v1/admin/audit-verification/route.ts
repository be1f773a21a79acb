import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { verifyAudits } from '#lib/audit/index.ts';
import { limit, nextCursor } from '../../schemas.ts';

export const GET = route(
  {
    operationId: 'verifyAuditLogs',
    method: 'GET',
    path: '/api/v1/admin/audit-verification',
    summary: 'Check the audit logs of all clients, a page of clients at a time: whether an entry was changed, removed or put in between.',
    tag: 'Provider',
    access: 'staff',
    query: z.object({ limit, cursor: z.string().max(64).optional() }),
    response: z.object({
      /** Whether the chains of this page are whole. */
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
      nextCursor,
    }),
  },
  async ({ query }) => {
    const checks = await verifyAudits(query.limit, query.cursor);
    return {
      intact: checks.every(({ broken }) => broken === null),
      items: checks.map(({ tenantId, ...check }) => ({ clientId: tenantId, ...check })),
      nextCursor: checks.length === query.limit ? (checks.at(-1)?.tenantId ?? null) : null,
    };
  },
);
