import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { env } from './env.ts';
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

/** Names a secret key without telling anything of it: what a ciphertext says about the key that it was made with. */
export function keyIdOf(secretKey: string): string {
  return deriveKey(secretKey, 'key-id').toString('hex').slice(0, 8);
}

/**
 * Encrypts a secret that must be readable again (AES-256-GCM); it can be decrypted only with the same `context` (its owner). The
 * text begins with its version and the id of the key: `v2.<key id>.<iv>.<tag>.<body>`.
 */
export function encrypt(secretKey: string, context: string, plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secretKey, 'credentials'), iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return ['v2', keyIdOf(secretKey), ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Reverses `encrypt`, with the given key or with one of `oldKeys` (those of SECRET_KEY_OLD). Throws when the text was changed, or
 * was encrypted for another context or with a key that is not among them.
 */
export function decrypt(secretKey: string, context: string, text: string, oldKeys = env.find()?.oldSecretKeys ?? []): string {
  const [version, ...rest] = text.split('.');
  const keys = [secretKey, ...oldKeys];
  if (version === 'v2') {
    const [keyId, ...parts] = rest;
    const key = keys.find((one) => keyIdOf(one) === keyId);
    if (!key) throw new Error('a stored secret was encrypted with a SECRET_KEY that is not set: add that key to SECRET_KEY_OLD');
    return open(key, context, parts);
  }
  if (version !== 'v1') throw new Error('unknown format of an encrypted secret');
  // Texts of the first version do not say which key they were made with.
  for (const [index, key] of keys.entries()) {
    try {
      return open(key, context, rest);
    } catch (error) {
      if (index === keys.length - 1) throw error;
    }
  }
  throw new Error('unreachable: there is always one key');
}

/** The same secret encrypted with this key: the text itself where it is already. Throws as `decrypt` does. */
export function reencrypt(secretKey: string, context: string, text: string): string {
  return isEncryptedWith(secretKey, text) ? text : encrypt(secretKey, context, decrypt(secretKey, context, text));
}

/** Whether a ciphertext says that it was made with this key. */
export function isEncryptedWith(secretKey: string, text: string): boolean {
  return text.startsWith(`v2.${keyIdOf(secretKey)}.`);
}

function open(key: string, context: string, [iv = '', tag = '', body = '']: string[]): string {
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(key, 'credentials'), Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
}
