import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { listAudit } from '#lib/audit/index.ts';
import { limit, nextCursor, time } from '../schemas.ts';
import { auditFilter } from './input.ts';

export const GET = route(
  {
    operationId: 'listAudit',
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'List the audit log of the account, newest first.',
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    query: auditFilter.extend({ limit, cursor: z.coerce.bigint().optional() }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          at: time,
          actor: z.string(),
          action: z.string(),
          target: z.string(),
          address: z.string().nullable(),
          before: z.unknown(),
          after: z.unknown(),
        }),
      ),
      nextCursor,
    }),
  },
  async ({ tenant, query }) => {
    const rows = await listAudit(tenant.id, query.limit, query.cursor, query);
    const last = rows.at(-1);
    return {
      items: rows.map((row) => ({ ...row, id: String(row.id), at: row.at.getTime() })),
      nextCursor: last && rows.length === query.limit ? String(last.id) : null,
    };
  },
);
