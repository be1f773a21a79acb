import { expect, it } from 'vitest';
import { combine, type Hit } from './ranking.ts';

const hits = (scores: Record<string, number>): Hit[] =>
  Object.entries(scores).map(([id, score]) => ({ document: { id, type: 'log', title: id, text: '', path: `/${id}` }, score }));

const order = (...rankings: [scores: Record<string, number>, weight: number][]) =>
  combine(rankings.map(([scores, weight]) => ({ hits: hits(scores), weight }))).map(({ id }) => id);

it('puts first what several rankings have in front, and keeps what only one has', () => {
  expect(order([{ a: 9, b: 8, c: 1 }, 1], [{ b: 0.5, c: 0.4, d: 0.1 }, 1])).toEqual(['b', 'a', 'c', 'd']);
});

it('counts a ranking by its weight, whatever the size of its scores', () => {
  expect(order([{ a: 1_000, b: 1 }, 1], [{ b: 0.001 }, 2])).toEqual(['b', 'a']);
  expect(order([{ a: 1_000, b: 1 }, 1], [{ b: 0.001 }, 0.5])).toEqual(['a', 'b']);
});

it('keeps a single ranking as it is, and scores of zero in their order', () => {
  expect(order([{ c: 0, a: 0, b: 0 }, 1], [{}, 1])).toEqual(['c', 'a', 'b']);
});
