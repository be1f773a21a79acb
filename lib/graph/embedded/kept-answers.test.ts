import { expect, it } from 'vitest';
import type { GraphRow } from '../port.ts';
import { KeptAnswers } from './kept-answers.ts';

/** Answers that are asked for anew are numbered; each takes so many milliseconds. */
function keeping(tookMs = 50) {
  let [now, asked] = [0, 0];
  const kept = new KeptAnswers(() => now);
  const answer = (): GraphRow[] => [{ number: ++asked }];
  const ask = (tenantId: string, params: Record<string, unknown> = {}, rows: () => GraphRow[] = answer) =>
    kept.of(tenantId, 'MATCH (n) RETURN n', params, async () => {
      now += tookMs;
      return rows();
    });
  return { kept, ask, asked: () => asked };
}

it('an answer that took long holds until its graph changes, and that of another client longer', async () => {
  const { kept, ask } = keeping();
  expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([[{ number: 1 }], [{ number: 1 }], [{ number: 2 }]]);
  await kept.whileChanging('a', async () => {});
  expect([await ask('a'), await ask('b')]).toEqual([[{ number: 3 }], [{ number: 2 }]]);
});

it('holds for the same question only, and cannot be changed by who got it', async () => {
  const { ask } = keeping();
  expect(await ask('a', { x: 1 })).toEqual([{ number: 1 }]);
  expect(await ask('a', { x: 2 })).toEqual([{ number: 2 }]);
  (await ask('a', { x: 1 }))[0]!.number = 99;
  expect(await ask('a', { x: 1 })).toEqual([{ number: 1 }]);
});

it('is not kept where it was quick, is long, or was read while the graph changed', async () => {
  const quick = keeping(1);
  await quick.ask('a');
  expect(await quick.ask('a')).toEqual([{ number: 2 }]);

  const { kept, ask, asked } = keeping();
  const many = () => Array.from({ length: 501 }, () => ({ number: 0 }));
  const large = () => [{ text: 'x'.repeat(300_000) }];
  for (const rows of [many, large]) for (let i = 0; i < 2; i++) await ask('a', {}, rows);
  expect(await ask('a')).toEqual([{ number: 1 }]);

  await kept.whileChanging('b', async () => void (await ask('b')));
  expect(await ask('b')).toEqual([{ number: asked() }]);
});

it('a change that fails lets no older answer stand', async () => {
  const { kept, ask } = keeping();
  await ask('a');
  await expect(kept.whileChanging('a', () => Promise.reject(new Error('the disk is full')))).rejects.toThrow('the disk is full');
  expect(await ask('a')).toEqual([{ number: 2 }]);
});

it('the answers that were asked for longest ago go when there are too many', async () => {
  const { ask } = keeping();
  const text = 'x'.repeat(200_000);
  for (let i = 0; i < 300; i++) await ask('a', { i }, () => [{ text }]);
  expect(await ask('a', { i: 299 })).toEqual([{ text }]);
  expect(await ask('a', { i: 0 })).toEqual([{ number: 1 }]);
});
