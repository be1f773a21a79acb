import { createHash } from 'node:crypto';

/** A random number generator (0 to 1) that repeats its numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let count = 0;
  return () => createHash('sha256').update(`chance/${seed}/${count++}`).digest().readUInt32BE() / 2 ** 32;
}

/** A generator of uids (in the form of version 4 UUIDs) that repeats them for the same seed. */
export function uidsFrom(seed: number): () => string {
  let count = 0;
  return () => {
    const hex = createHash('sha256').update(`uid/${seed}/${count++}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
