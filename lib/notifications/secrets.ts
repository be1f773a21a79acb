import type { Tx } from '#lib/platform/database/index.ts';
import { env } from '#lib/platform/env.ts';
import { decrypt, encrypt } from '#lib/platform/secrets.ts';

/** What is secret about a destination, by input; of a webhook the secrets that sign. */
export type DestinationSecrets = Record<string, unknown>;

/** Among the credentials of a client, so that a change of SECRET_KEY finds it (lib/admin/secret-rotation.ts). */
const nameOf = (destinationId: string) => `destination-${destinationId}`;
const contextOf = (tenantId: string, destinationId: string) => `${tenantId}/${nameOf(destinationId)}`;

/** Stores the secrets of a destination, encrypted, in place of earlier ones. The database removes them with the destination. */
export async function saveSecrets(tx: Tx, tenantId: string, destinationId: string, secrets: DestinationSecrets): Promise<void> {
  const ciphertext = encrypt(env.use().secretKey, contextOf(tenantId, destinationId), JSON.stringify(secrets));
  const name = nameOf(destinationId);
  await tx.credential.upsert({
    where: { tenantId_name: { tenantId, name } },
    create: { tenantId, name, ciphertext },
    update: { ciphertext },
  });
}

/** The secrets of a destination; none of one that has none. */
export async function readSecrets(tx: Tx, tenantId: string, destinationId: string): Promise<DestinationSecrets> {
  const row = await tx.credential.findUnique({ where: { tenantId_name: { tenantId, name: nameOf(destinationId) } } });
  return row ? JSON.parse(decrypt(env.use().secretKey, contextOf(tenantId, destinationId), row.ciphertext)) : {};
}
