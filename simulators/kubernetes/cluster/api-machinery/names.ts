import { createHash } from 'node:crypto';

// No vowels and no look-alikes, as Kubernetes has it, so that no word comes out.
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A random end of a name, as generateName gives it. */
export function suffix(random: () => number, length = 5): string {
  let text = '';
  while (text.length < length) text += ALPHABET[Math.floor(random() * ALPHABET.length)];
  return text;
}

/** A number that depends on the text alone (FNV-1a, 32 bit). */
export function hashNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** A number from 0 to 1 that depends on the text alone. */
export function hashFraction(text: string): number {
  // FNV's low bits vary most for texts that differ at their end: a last multiplication spreads them.
  return (Math.imul(hashNumber(text) ^ (hashNumber(text) >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;
}

// Objects of the store are frozen: the hash of one never changes.
const hashes = new WeakMap<object, string>();

/** The label of a (frozen) template: pod-template-hash, controller-revision-hash. */
export function templateHash(template: object): string {
  const hash = hashes.get(template) ?? hashed(template);
  hashes.set(template, hash);
  return hash;
}

function hashed(template: object): string {
  return [...String(hashNumber(stable(template)))].map((digit) => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('');
}

/** Hexadecimal digits that depend on the text alone: digests, container ids. */
export function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// As with hashes: the text of a frozen object never changes.
const texts = new WeakMap<object, string>();

/** Whether a value of the store and one that may replace it are equal, whatever the order of their keys. */
export function alike(kept: unknown, next: unknown): boolean {
  // Sorting keys is dear, and mostly the plain texts are equal already.
  return plainText(kept) === JSON.stringify(next) || stable(kept) === stable(next);
}

function plainText(kept: unknown): string | undefined {
  if (typeof kept !== 'object' || kept === null || !Object.isFrozen(kept)) return JSON.stringify(kept);
  const known = texts.get(kept) ?? JSON.stringify(kept);
  texts.set(kept, known);
  return known;
}

/** JSON with sorted keys: equal for equal values, whatever the order they were written in. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
