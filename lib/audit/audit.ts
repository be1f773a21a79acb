import type { Tx } from '#lib/platform/database/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';

/** One act worth remembering: who did what to which thing of a client, with what stood before and after. */
export interface AuditRecord {
  tenantId: string;
  /** A person's email, `key <name>`, `staff`, or `system`. */
  actor: string;
  /** Subject and verb: `api_key.created`. */
  action: string;
  target: string;
  before?: object;
  after?: object;
  requestId?: string;
}

/** Writes an entry in the transaction of the act itself: neither stands without the other. */
export async function audit(tx: Tx, record: AuditRecord): Promise<void> {
  await tx.auditEntry.create({ data: record });
}

/** The newest entries of a client, before `cursor` (an entry's id) when given. */
export async function listAudit(tenantId: string, limit: number, cursor?: bigint) {
  return inTenant(tenantId, (tx) =>
    tx.auditEntry.findMany({ where: cursor === undefined ? {} : { id: { lt: cursor } }, orderBy: { id: 'desc' }, take: limit }),
  );
}
