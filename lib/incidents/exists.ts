import { z } from 'zod';
import { inTenant } from '#lib/platform/database/index.ts';

/** Whether a client has an incident with this id, which may be any text. */
export async function incidentExists(tenantId: string, id: string): Promise<boolean> {
  if (!z.uuid().safeParse(id).success) return false;
  return (await inTenant(tenantId, (tx) => tx.incident.count({ where: { id, tenantId } }))) > 0;
}
