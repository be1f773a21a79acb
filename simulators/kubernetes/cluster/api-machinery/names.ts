import { createHash } from 'node:crypto';
import { NAME_ALPHABET } from '../../store/object.ts';

/** A random suffix, as generateName appends it. */
export function suffix(random: () => number, length = 5): string {
  let text = '';
  while (text.length < length) text += NAME_ALPHABET[Math.floor(random() * NAME_ALPHABET.length)];
  return text;
}

/** A hash of a text as a number (FNV-1a, 32 bit). */
export function hashNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** A hash of a text as a number from 0 to 1. */
export function hashFraction(text: string): number {
  // FNV's low bits vary most for texts that differ at the end; the final multiplication spreads them.
  return (Math.imul(hashNumber(text) ^ (hashNumber(text) >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;
}

// Objects of the store are frozen, so the hash of one never changes.
const hashes = new WeakMap<object, string>();

/** The hash of a (frozen) template for its label: pod-template-hash, controller-revision-hash. */
export function templateHash(template: object): string {
  const hash = hashes.get(template) ?? hashed(template);
  hashes.set(template, hash);
  return hash;
}

function hashed(template: object): string {
  return [...String(hashNumber(stable(template)))].map((digit) => NAME_ALPHABET[digit.charCodeAt(0) % NAME_ALPHABET.length]).join('');
}

/** Hexadecimal digits derived from a text: digests, container ids. */
export function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// The JSON text of a frozen object never changes either.
const texts = new WeakMap<object, string>();

/** Whether a value of the store and its possible replacement are equal, regardless of key order. */
export function alike(kept: unknown, next: unknown): boolean {
  // Sorting keys is expensive, and in most cases the plain texts are already equal.
  return plainText(kept) === JSON.stringify(next) || stable(kept) === stable(next);
}

function plainText(kept: unknown): string | undefined {
  if (typeof kept !== 'object' || kept === null || !Object.isFrozen(kept)) return JSON.stringify(kept);
  const known = texts.get(kept) ?? JSON.stringify(kept);
  texts.set(kept, known);
  return known;
}

/** JSON with sorted keys: the same text for equal values, regardless of key order. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
