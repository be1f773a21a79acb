import { describe, expect, it } from 'vitest';
import { decrypt, encrypt, hashPassword, randomToken, sameSecret, verifyPassword } from './secrets.ts';

const KEY = 'a key of the installation, long enough';

describe('secrets', () => {
  it('decrypts what it encrypted, for the same owner and installation only', () => {
    const text = encrypt(KEY, 'acme/agent-key', 'kg_live_secret');
    expect(text).not.toContain('secret');
    expect(decrypt(KEY, 'acme/agent-key', text)).toBe('kg_live_secret');
    expect(() => decrypt(KEY, 'other/agent-key', text)).toThrow();
    expect(() => decrypt('another installation with its key', 'acme/agent-key', text)).toThrow();
    expect(() => decrypt(KEY, 'acme/agent-key', `${text.slice(0, -2)}AA`)).toThrow();
    expect(() => decrypt(KEY, 'acme/agent-key', 'plain')).toThrow('unknown format');
  });

  it('encrypts the same text to another ciphertext each time', () => {
    expect(encrypt(KEY, 'c', 'x')).not.toBe(encrypt(KEY, 'c', 'x'));
  });

  it('knows a password by its hash, however its letters are composed, and no other', async () => {
    const hash = await hashPassword('pässword-123');
    expect(await verifyPassword('pa\u0308ssword-123', hash)).toBe(true);
    expect(await verifyPassword('password-123', hash)).toBe(false);
    expect(await verifyPassword('anything', undefined)).toBe(false);
  });

  it('makes tokens of letters and digits of the asked length', () => {
    expect(randomToken(40)).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(randomToken(40)).not.toBe(randomToken(40));
  });

  it('compares secrets of any lengths', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('a', 'ab')).toBe(false);
  });
});
