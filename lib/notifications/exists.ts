import { z } from 'zod';
import { inTenant } from '#lib/platform/database/index.ts';

/** Whether a client has a destination with this id, which may be any text. The browsers of members are theirs alone. */
export async function destinationExists(tenantId: string, id: string): Promise<boolean> {
  if (!z.uuid().safeParse(id).success) return false;
  return (await inTenant(tenantId, (tx) => tx.destination.count({ where: { id, tenantId, userId: null } }))) > 0;
}
