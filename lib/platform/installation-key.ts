import { asSystem } from './database/index.ts';
import { env } from './env.ts';
import { decrypt, encrypt } from './secrets.ts';

/** A key pair as text. */
export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

/**
 * The key pair of this installation for one purpose, made at first use. It stays the same when SECRET_KEY changes
 * (lib/admin/secret-rotation.ts). `name` is stored, so it must not change.
 */
export async function installationKey(name: string, make: () => KeyPair): Promise<KeyPair> {
  const context = `installation-key ${name}`;
  const { secretKey } = env.use();
  const find = () => asSystem((tx) => tx.installationKey.findUnique({ where: { name } }));
  let row = await find();
  if (!row) {
    const { publicKey, privateKey } = make();
    const made = { name, publicKey, ciphertext: encrypt(secretKey, context, privateKey), createdAt: new Date() };
    // Where two processes make one at once, the first counts for both.
    await asSystem((tx) => tx.installationKey.createMany({ data: [made], skipDuplicates: true }));
    row = (await find()) ?? made;
  }
  return { publicKey: row.publicKey, privateKey: decrypt(secretKey, context, row.ciphertext) };
}
