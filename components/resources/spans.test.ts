import { expect, it } from 'vitest';
import { spansOf } from './spans.ts';

it('each state lasts until the next one begins, the last until the end', () => {
  const history = [
    { at: 10, state: 'pending' as const },
    { at: 20, state: 'failing' as const, reason: 'ImagePullBackOff' },
    { at: 50, state: 'healthy' as const },
  ];
  expect(spansOf(history, 100).map(({ from, to, state }) => [from, to, state])).toEqual([
    [10, 20, 'pending'],
    [20, 50, 'failing'],
    [50, 100, 'healthy'],
  ]);
  expect(spansOf(history, 30).map(({ from, to }) => [from, to])).toEqual([
    [10, 20],
    [20, 30],
  ]);
  expect(spansOf([], 30)).toEqual([]);
});
