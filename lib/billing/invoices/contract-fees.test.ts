import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractFees, type Term } from './contract-fees.ts';

const NOVEMBER = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;
/** A contract with its times in epoch ms. */
const term = ({
  startsAt = Date.UTC(2026, 0, 1),
  endsAt = null,
  createdAt = 0,
  ...fields
}: Partial<Pick<Term, 'id' | 'monthlyCents'>> & { startsAt?: number; endsAt?: number | null; createdAt?: number } = {}): Term => ({
  id: 'a',
  monthlyCents: 250_001,
  startsAt: new Date(startsAt),
  endsAt: endsAt === null ? null : new Date(endsAt),
  createdAt: new Date(createdAt),
  ...fields,
});

describe('the fees of a month', () => {
  it.each([
    ['a whole month costs the price', [term()], [['a', 30, 250_001]]],
    ['a month without a contract costs nothing', [term({ startsAt: NOVEMBER + 30 * DAY })], []],
    ['a contract that costs nothing has no fee', [term({ monthlyCents: 0 })], []],
    ['a contract that starts within a day has that day', [term({ startsAt: NOVEMBER + 14.5 * DAY })], [['a', 16, 133_334]]],
    ['one that ends within a day has the days before', [term({ endsAt: NOVEMBER + 14.5 * DAY })], [['a', 14, 116_667]]],
    [
      'of two that hold the one that started last counts',
      [term(), term({ id: 'b', monthlyCents: 300_000, startsAt: NOVEMBER + 10 * DAY, endsAt: NOVEMBER + 20 * DAY })],
      [
        ['a', 20, 166_668],
        ['b', 10, 100_000],
      ],
    ],
    [
      'of two that started at once the newer one counts',
      [term({ id: 'b', createdAt: 1 }), term({ monthlyCents: 1 })],
      [['b', 30, 250_001]],
    ],
  ])('%s', (_what, terms, fees) => {
    expect(contractFees(terms, NOVEMBER).map(({ contractId, days, cents }) => [contractId, days, cents])).toEqual(fees);
  });

  it('follow the length of the month, also in a leap year', () => {
    const february = contractFees([term({ startsAt: Date.UTC(2028, 1, 15) })], Date.UTC(2028, 1, 1));
    expect(february).toMatchObject([{ days: 15, ofDays: 29, cents: 250_001 - Math.round((250_001 * 14) / 29) }]);
  });

  it('add up to the price, however contracts of the same price divide a month', () => {
    const cut = fc.integer({ min: 0, max: 31 * 24 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.uniqueArray(cut, { maxLength: 8 }), fc.nat(47), (monthlyCents, cuts, m) => {
        const month = Date.UTC(2026, m, 1);
        const starts = [month - DAY, ...cuts.sort((a, b) => a - b).map((hours) => month + hours * 3_600_000)];
        const terms = starts.map((startsAt, i) => term({ id: String(i), monthlyCents, startsAt, endsAt: starts[i + 1] ?? null }));
        expect(contractFees(terms, month).reduce((sum, { cents }) => sum + cents, 0)).toBe(monthlyCents);
      }),
      { seed: 1 },
    );
  });
});
