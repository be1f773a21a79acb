import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inTurn, scryptInTurn } from './password-queue.ts';

const SALT = Buffer.from('a salt of the test');

describe('hashing passwords', () => {
  it('runs two at a time, lets 24 wait in order, and refuses more with 503 and a Retry-After', async () => {
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const held = (name: number) =>
      inTurn(() => {
        begun.push(name);
        return new Promise<void>((end) => ends.push(end));
      });
    const all = Array.from({ length: 26 }, (_, name) => held(name));
    await expect(held(26)).rejects.toMatchObject({ status: 503, code: 'too_many_sign_ins', headers: { 'Retry-After': '5' } });
    expect(begun).toEqual([0, 1]);
    for (let i = 0; i < all.length; i++) {
      ends[i]?.();
      await all[i];
    }
    expect(begun).toEqual(Array.from({ length: 26 }, (_, name) => name));
    expect(await inTurn(async () => 'a place is free again')).toBe('a place is free again');
  });

  it('goes on after one that fails', async () => {
    const failing = Array.from({ length: 5 }, () => inTurn(() => Promise.reject(new Error('out of memory'))));
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(await inTurn(async () => 'next')).toBe('next');
  });

  it('leaves threads of the pool to those who read files: an icon does not wait for the sign-ins', async () => {
    let hashed = 0;
    const signIns = Array.from({ length: 6 }, () => scryptInTurn('a password', SALT).then(() => hashed++));
    await readFile(import.meta.filename);
    expect(hashed, 'sign-ins that were served before the file').toBeLessThan(3);
    await Promise.all(signIns);
  });

  it('refuses a password of megabytes before it costs anything', async () => {
    await expect(scryptInTurn('x'.repeat(2_000_000), SALT)).rejects.toMatchObject({ status: 422 });
  });
});
