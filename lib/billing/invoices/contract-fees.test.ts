import { describe, expect, it } from 'vitest';
import { contractFees, type Term } from './contract-fees.ts';

const NOVEMBER = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;
const term = (fields: Partial<Term> = {}): Term => ({
  id: 'a',
  monthlyCents: 250_001,
  startsAt: Date.UTC(2026, 0, 1),
  endsAt: null,
  createdAt: 0,
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
        ['a', 20, 166_667],
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
    expect(february).toMatchObject([{ days: 15, ofDays: 29, cents: Math.round((250_001 * 15) / 29) }]);
  });
});
