import { describe, expect, it } from 'vitest';
import { PLANS } from './index.ts';
import { differenceOf, planTerms, termsOfPlan } from './terms.ts';

const { name: _name, version: _version, ...basic } = PLANS.basic;

describe('the terms of a plan', () => {
  it('are those of the plans as they are', () => {
    for (const { name, version, ...terms } of Object.values(PLANS))
      expect([name, version, planTerms.parse(terms)]).toEqual([name, 1, terms]);
  });

  it.each([
    ['a ceiling below the storage', { ...basic, storageCeilingBytes: 1 }, ['storageCeilingBytes']],
    ['storage that nobody pays for', { ...basic, overage: null }, ['storageCeilingBytes']],
    ['overage without a price per month', { ...basic, monthlyCents: null }, ['overage']],
    ['a limit of nothing', { ...basic, clusters: 0 }, ['clusters']],
    ['half a cent', { ...basic, monthlyCents: 0.5 }, ['monthlyCents']],
    ['a field that no plan has', { ...basic, monthlyCent: 1 }, []],
  ])('are not %s', (_what, terms, path) => {
    const { success, error } = planTerms.strict().safeParse(terms);
    expect([success, error?.issues[0]?.path]).toEqual([false, path]);
  });

  it('differ by what was changed alone', () => {
    const after = termsOfPlan('basic', 2, { ...basic, eventsPerDay: null, overage: { ...PLANS.basic.overage, centsPerGb: 300 } });
    expect(after).toMatchObject({ name: 'Basic', version: 2 });
    expect(differenceOf(PLANS.basic, after)).toEqual([
      { path: 'eventsPerDay', before: 100_000, after: null },
      { path: 'overage.centsPerGb', before: 200, after: 300 },
    ]);
    expect(differenceOf(PLANS.basic, PLANS.basic)).toEqual([]);
    expect(differenceOf(PLANS.free, PLANS.basic)).toContainEqual({ path: 'overage.centsPerGb', before: null, after: 200 });
  });
});
