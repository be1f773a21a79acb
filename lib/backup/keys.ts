import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

/** The keys of an installation: the current one, and those from before. */
export interface Keys {
  current: string;
  old: readonly string[];
}

/** Keys that only a passphrase opens (scrypt, N = 2^17, r = 8; AES-256-GCM). All are base64url. */
export interface SealedKeys {
  salt: string;
  iv: string;
  tag: string;
  text: string;
}

/** OWASP's recommendation for scrypt; it takes 128 MiB. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const keyOf = (passphrase: string, salt: Buffer) => scryptSync(passphrase.normalize('NFKC'), salt, 32, SCRYPT);

/** Seals the keys. */
export function sealKeys(keys: Keys, passphrase: string): SealedKeys {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(keys)), cipher.final()]);
  const parts = { salt, iv, tag: cipher.getAuthTag(), text };
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.toString('base64url')])) as unknown as SealedKeys;
}

/** Opens sealed keys; undefined with a passphrase that is not theirs. */
export function openKeys(sealed: SealedKeys, passphrase: string): Keys | undefined {
  const part = (name: keyof SealedKeys) => Buffer.from(sealed[name], 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, part('salt')), part('iv'));
  decipher.setAuthTag(part('tag'));
  try {
    return JSON.parse(Buffer.concat([decipher.update(part('text')), decipher.final()]).toString());
  } catch {
    return undefined;
  }
}
