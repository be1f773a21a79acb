import { expect, it } from 'vitest';
import { amount } from './format.ts';

it('an amount has a singular noun only for exactly one', () => {
  expect([0, 1, 2, 1200].map((n) => amount(n, 'pod'))).toEqual(['0 pods', '1 pod', '2 pods', '1,200 pods']);
});
