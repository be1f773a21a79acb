import { expect, it } from 'vitest';
import { nextInDirection } from './map-view.ts';

const places = new Map(
  Object.entries({ a: { x: 0, y: 0 }, b: { x: 100, y: 0 }, c: { x: 60, y: 80 }, d: { x: 0, y: 90 }, e: { x: 300, y: 10 } }),
);

it.each([
  ['a', 'ArrowRight', 'b'],
  ['b', 'ArrowRight', 'e'],
  ['a', 'ArrowDown', 'd'],
  ['d', 'ArrowRight', 'c'],
  ['e', 'ArrowLeft', 'b'],
  ['a', 'ArrowLeft', undefined],
  ['a', 'Enter', undefined],
  ['gone', 'ArrowUp', undefined],
])('from %s, %s leads to %s', (from, key, to) => {
  expect(nextInDirection(places, from, key)).toBe(to);
});
