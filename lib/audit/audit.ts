import type { Tx } from '#lib/platform/database/index.ts';
import { inTenant } from '#lib/platform/database/index.ts';

/** An entry of the audit log: who did what to which object of a client, with the values before and after. */
export interface AuditRecord {
  tenantId: string;
  /** A person's email, `key <name>`, `staff`, or `system`. */
  actor: string;
  /** Object and verb, such as `api_key.created`. */
  action: string;
  target: string;
  before?: object;
  after?: object;
  requestId?: string;
}

/** Writes an entry in the transaction of the action, so that neither exists without the other. */
export async function audit(tx: Tx, record: AuditRecord): Promise<void> {
  await tx.auditEntry.create({ data: record });
}

/** A page of a client's entries, newest first; `cursor` is the id of the last entry of the previous page. */
export async function listAudit(tenantId: string, limit: number, cursor?: bigint) {
  return inTenant(tenantId, (tx) =>
    tx.auditEntry.findMany({ where: cursor === undefined ? {} : { id: { lt: cursor } }, orderBy: { id: 'desc' }, take: limit }),
  );
}
