import { inTenant } from '#lib/platform/database/index.ts';

/** Whether a client has an invoice with this id, which may be any text. */
export async function invoiceExists(tenantId: string, id: string): Promise<boolean> {
  if (!/^[\w-]{1,255}$/.test(id)) return false;
  return (await inTenant(tenantId, (tx) => tx.invoice.count({ where: { id, tenantId } }))) > 0;
}
