import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { scryptInTurn } from './password-queue.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** SHA-256 as hex: how tokens and API keys are stored. They are random and long, so a slow hash would add nothing. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A random text of `length` letters and digits (5.95 bits each), without modulo bias. */
export function randomToken(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

/**
 * Hashes a password for storage: `scrypt$<salt>$<hash>`, both base64url. Throws a Problem with status 503 while too many
 * passwords wait to be hashed.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scryptInTurn(password.normalize('NFKC'), salt);
  return `scrypt$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/**
 * Whether `stored` is the hash of `password`; takes just as long when `stored` is undefined (no such user). Throws a Problem
 * with status 503 while too many passwords wait to be hashed.
 */
export async function verifyPassword(password: string, stored: string | undefined | null): Promise<boolean> {
  const [, salt = '', hash = ''] = (stored ?? '').split('$');
  const actual = await scryptInTurn(password.normalize('NFKC'), Buffer.from(salt || 'no-such-user', 'base64url'));
  const expected = Buffer.from(hash, 'base64url');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Compares two secrets in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

/** A key for one purpose, derived from the installation's secret (HKDF, RFC 5869). */
export function deriveKey(secretKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'kg-rca', purpose, 32));
}

/** Encrypts a secret that must be readable again (AES-256-GCM); it can be decrypted only with the same `context` (its owner). */
export function encrypt(secretKey: string, context: string, plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secretKey, 'credentials'), iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return ['v1', iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), body.toString('base64url')].join('.');
}

/** Reverses `encrypt`. Throws when the text was changed, or was encrypted for another context or by another installation. */
export function decrypt(secretKey: string, context: string, text: string): string {
  const [version, iv = '', tag = '', body = ''] = text.split('.');
  if (version !== 'v1') throw new Error('unknown format of an encrypted secret');
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secretKey, 'credentials'), Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
}
