import { describe, expect, it } from 'vitest';
import { dollars, roundCents, share, spread } from './money.ts';
import { laterBy, monthsFrom } from './time.ts';

describe('money', () => {
  it('is shared in whole cents, halves away from zero', () => {
    expect([share(9_900, 1, 2), share(1, 1, 2), share(-1, 1, 2), share(3, 1, 4), roundCents(-2.5), roundCents(2.4)]).toEqual([
      4_950, 1, -1, 1, -3, 2,
    ]);
  });

  it('is spread over any weights without a cent lost', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const weights = Array.from({ length: 1 + (seed % 7) }, (_, i) => (seed * 7_919 * (i + 3)) % 10_007);
      const total = (seed * 104_729) % 99_999;
      const sum = spread(total, weights).reduce((all, part) => all + part, 0);
      expect(sum).toBe(weights.some((weight) => weight > 0) ? total : 0);
    }
  });

  it('of a part and of the rest make the whole: credit and charge for the same time cancel each other out', () => {
    for (let second = 0; second <= 2_678_400; second += 9_973)
      expect(-share(9_900, second, 2_678_400) + share(9_900, second, 2_678_400)).toBe(0);
  });

  it('reads as people write it', () => {
    expect([dollars(9_900), dollars(-5), dollars(123_456, 'eur')]).toEqual(['$99.00', '-$0.05', 'EUR 1234.56']);
  });
});

describe('months', () => {
  const at = (text: string) => Date.parse(`${text}Z`) / 1000;
  it('keep the day of the anchor, or take the last one of a shorter month', () => {
    const anchor = at('2027-12-31T10:20:30');
    expect(laterBy(at('2028-01-31T10:20:30'), { interval: 'month' }, anchor)).toBe(at('2028-02-29T10:20:30'));
    expect(laterBy(at('2028-02-29T10:20:30'), { interval: 'month' }, anchor)).toBe(at('2028-03-31T10:20:30'));
    expect(monthsFrom(at('2026-03-01T00:00:00'), -1)).toBe(at('2026-02-01T00:00:00'));
    expect(laterBy(at('2028-02-29T00:00:00'), { interval: 'year' })).toBe(at('2029-02-28T00:00:00'));
  });
});
