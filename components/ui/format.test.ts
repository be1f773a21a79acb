import { expect, it } from 'vitest';
import { amount, count } from './format.ts';

it('a number has separators as in English, and three decimal places at most', () => {
  const numbers = [0, -1, 999, 1_000, -1_234, 12_345.678_9, 0.1 + 0.2, 1_234_567_890];
  expect(numbers.map(count)).toEqual(numbers.map((n) => n.toLocaleString('en-US')));
});

it('an amount has a singular noun only for exactly one', () => {
  expect([0, 1, 2, 1200].map((n) => amount(n, 'pod'))).toEqual(['0 pods', '1 pod', '2 pods', '1,200 pods']);
});
