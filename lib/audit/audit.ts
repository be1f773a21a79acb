import { asSystem, inTenant, type Tx } from '#lib/platform/database/index.ts';
import { currentRequest } from '#lib/platform/request-context.ts';

/** Stands in place of a client for what concerns only the installation: its staff, their tokens, accounts that belong to no client. No client can have this id. */
export const INSTALLATION = '@installation';

/** An entry of the audit log: who did what to which object of a client, with the values before and after. */
export interface AuditRecord {
  /** The client, or INSTALLATION. */
  tenantId: string;
  /** A person's email, `key <name>`, `staff`, or `system`. */
  actor: string;
  /** Object and verb, such as `api_key.created`. */
  action: string;
  target: string;
  before?: object;
  after?: object;
}

/** What a list of entries is narrowed to. Times in epoch ms; `action` matches a whole action or the object before its dot. */
export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  since?: number | undefined;
  until?: number | undefined;
}

/**
 * Writes an entry in the transaction of the action, so that neither exists without the other, with the address and id of the
 * request that caused it.
 */
export async function audit(tx: Tx, record: AuditRecord): Promise<void> {
  const { requestId = null, address = null } = currentRequest() ?? {};
  await tx.auditEntry.create({ data: { ...record, requestId, address } });
}

/** A page of a client's entries, newest first; `cursor` is the id of the last entry of the previous page. */
export async function listAudit(tenantId: string, limit: number, cursor?: bigint, filter: AuditFilter = {}) {
  const { actor, action, since, until } = filter;
  const at = { ...(since !== undefined && { gte: new Date(since) }), ...(until !== undefined && { lt: new Date(until) }) };
  return inTenant(tenantId, (tx) =>
    tx.auditEntry.findMany({
      where: {
        ...(cursor !== undefined && { id: { lt: cursor } }),
        ...(actor && { actor: { contains: actor, mode: 'insensitive' } }),
        ...(action && { OR: [{ action }, { action: { startsWith: `${action}.` } }] }),
        at,
      },
      orderBy: { id: 'desc' },
      take: limit,
    }),
  );
}

/** Deletes the entries of a client that is erased, in the transaction that erases it: nothing else can delete one. */
export async function eraseAudit(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT set_config('app.erasing_audit', ${tenantId}, true)`;
  await tx.auditEntry.deleteMany({ where: { tenantId } });
  await tx.$executeRaw`SELECT set_config('app.erasing_audit', '', true)`;
}

/**
 * Erases the content of a client's entries, in the transaction of its deletion. Their places and hashes stay, so that the chain
 * goes on and a copy that the client exported can still be checked. Seal before: entries that are not sealed are deleted.
 * Returns the end of the chain.
 */
export async function eraseAuditContent(tx: Tx, tenantId: string, now: number): Promise<{ entries: number; lastHash: string }> {
  await tx.$executeRaw`SELECT set_config('app.erasing_audit', ${tenantId}, true)`;
  await tx.auditEntry.deleteMany({ where: { tenantId, hash: null } });
  const at = new Date(now);
  await tx.$executeRaw`
    UPDATE audit_entries SET actor = '', action = '', target = '', before = NULL, after = NULL, request_id = NULL, address = NULL,
      at = ${at}, erased_at = ${at} WHERE tenant_id = ${tenantId} AND erased_at IS NULL`;
  await tx.$executeRaw`SELECT set_config('app.erasing_audit', '', true)`;
  const last = await tx.auditEntry.findFirst({ where: { tenantId }, orderBy: { place: 'desc' } });
  return { entries: Number(last?.place ?? 0), lastHash: last?.hash ?? '' };
}

/** The ids of clients that have entries, in order; `after` is the last id of the previous page. */
export async function listAuditedTenantIds(limit: number, after = ''): Promise<string[]> {
  const rows = await asSystem((tx) =>
    tx.auditEntry.groupBy({ by: ['tenantId'], where: { tenantId: { gt: after } }, orderBy: { tenantId: 'asc' }, take: limit }),
  );
  return rows.map((row) => row.tenantId);
}
