import { createHash } from 'node:crypto';

/** Numbers from 0 to 1 that look random; the same for the same seed. */
export function chanceFrom(seed: number): () => number {
  let drawn = 0;
  return () => createHash('sha256').update(`chance/${seed}/${drawn++}`).digest().readUInt32BE() / 2 ** 32;
}

/** uids (version 4 UUIDs in form) that are the same for the same seed. */
export function uidsFrom(seed: number): () => string {
  let drawn = 0;
  return () => {
    const hex = createHash('sha256').update(`uid/${seed}/${drawn++}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}
