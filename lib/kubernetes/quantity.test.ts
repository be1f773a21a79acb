import { describe, expect, it } from 'vitest';
import { quantity } from './quantity.ts';

describe('a quantity', () => {
  it.each([
    ['500m', 0.5],
    ['1900m', 1.9],
    ['100n', 1e-7],
    ['1', 1],
    ['+1.5Gi', 1.5 * 2 ** 30],
    ['.5', 0.5],
    ['5.', 5],
    ['12e6', 12e6],
    ['1E3', 1e3],
    ['1E', 1e18],
    ['-1Ki', -1024],
    [2, 2],
  ])('%j is %d', (written, amount) => {
    expect(quantity(written)).toBe(amount);
  });

  it.each(['', 'a lot', '1 Gi', ' 1', '1e3Ki', '1kB', 'm', '--1', '0x10', Number.NaN, Number.POSITIVE_INFINITY, null, undefined, {}])(
    '%j is none',
    (written) => {
      expect(quantity(written)).toBeUndefined();
    },
  );

  it('in milli-units is the number that the same decimal fraction is', () => {
    for (let milli = 0; milli < 20_000; milli++) expect(quantity(`${milli}m`)).toBe(milli / 1000);
  });
});
