import { z } from 'zod';
import { listAudit } from '#lib/audit/index.ts';
import { limit, nextCursor, time } from '../schemas.ts';
import { auditFilter } from './input.ts';

const cursorOfEntry = z
  .string()
  .regex(/^[0-9]{1,18}$/, 'Use the cursor of a previous page.')
  .transform(BigInt);

export const auditQuery = auditFilter.extend({ limit, cursor: cursorOfEntry.optional() });

export const auditPage = z.object({
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
});

/** A page of an audit log, newest first. */
export async function pageOfAudit(tenantId: string, query: z.infer<typeof auditQuery>): Promise<z.input<typeof auditPage>> {
  const rows = await listAudit(tenantId, query.limit, query.cursor, query);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => ({ ...row, id: String(row.id), at: row.at.getTime() })),
    nextCursor: last && rows.length === query.limit ? String(last.id) : null,
  };
}
