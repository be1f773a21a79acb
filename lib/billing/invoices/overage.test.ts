import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLANS, type PlanName } from '#lib/plans/index.ts';
import { estimateBill } from './estimate.ts';
import { type BillableDay, overageOf } from './overage.ts';

const day = (plan: PlanName, usage: Partial<Omit<BillableDay, 'terms'>> = {}): BillableDay => ({
  day: '2026-11-01',
  events: 0,
  rcaQueries: 0,
  storageBytes: null,
  ...usage,
  terms: PLANS[plan],
});
const total = (plan: PlanName, days: BillableDay[]) => estimateBill(PLANS[plan], days).totalCents;

describe('the bill of a month', () => {
  it('is the price of the plan while usage stays within it', () => {
    const within = { events: 100_000, rcaQueries: 500, storageBytes: 10e9 };
    expect(total('basic', [day('basic', within), day('basic', within)])).toBe(9_900);
    expect(total('free', [day('free', { events: 10_000 })])).toBe(0);
  });

  it('has the events above each daily limit, per started thousand in the month', () => {
    // An excess of 600 and 500 on two days is 1,100: two started thousands.
    const days = [day('basic', { events: 100_600 }), day('basic', { events: 100_500 }), day('basic', { events: 5 })];
    expect(overageOf(days)).toMatchObject([{ metric: 'events', quantity: 2, unitCents: 10, cents: 20 }]);
    expect(overageOf([day('pro', { events: 1_001_000 })])).toMatchObject([{ quantity: 1, cents: 5 }]);
  });

  it('does not offset a busy day with a quiet one', () => {
    expect(total('basic', [day('basic'), day('basic', { events: 101_000 })])).toBe(9_910);
  });

  it('has each RCA query and each started gigabyte of the mean storage above the plan', () => {
    const days = [day('basic', { rcaQueries: 1_000, storageBytes: 10e9 + 1 }), day('basic', { rcaQueries: 3 })];
    expect(total('basic', days)).toBe(9_900 + 3 * 50 + 200);
    expect(total('pro', [day('pro', { rcaQueries: 10_001, storageBytes: 102e9 })])).toBe(49_900 + 25 + 200);
  });

  it('leaves out days on which storage was not measured', () => {
    const days = [day('basic', { storageBytes: 12e9 }), day('basic', { storageBytes: null }), day('basic', { storageBytes: 14e9 })];
    expect(overageOf(days)).toMatchObject([{ metric: 'storage_bytes', quantity: 3 }]);
  });

  it('bills each day’s events by the plan of that day, and the month’s quantities by the plan of its last day', () => {
    const days = [day('basic', { events: 102_000, rcaQueries: 2_000 }), day('pro', { events: 1_002_000 })];
    expect(overageOf(days)).toMatchObject([
      { metric: 'events', unitCents: 10, quantity: 2, cents: 20 },
      { metric: 'events', unitCents: 5, quantity: 2, cents: 10 },
    ]);
    expect(overageOf([...days].reverse())).toContainEqual(
      expect.objectContaining({ metric: 'rca_queries', quantity: 1_000, cents: 50_000 }),
    );
  });

  it('has the monthly quantities of a plan that ended within the month', () => {
    const days = [day('basic', { rcaQueries: 1_200 }), day('free', { rcaQueries: 10 })];
    expect(overageOf(days)).toMatchObject([{ metric: 'rca_queries', quantity: 210, unitCents: 50 }]);
  });

  it('has integer cents only', () => {
    for (const { cents } of overageOf([day('pro', { events: 1_234_567, rcaQueries: 10_007, storageBytes: 123_456_789_012 })])) {
      expect(Number.isInteger(cents)).toBe(true);
    }
  });

  it('has no overage on Free, which refuses what exceeds it, and no total for Enterprise, which is billed by contract', () => {
    expect(overageOf([day('free', { events: 50_000, rcaQueries: 1_000, storageBytes: 5e9 })])).toEqual([]);
    expect(total('enterprise', [day('enterprise', { events: 1e9 })])).toBeNull();
  });

  const terms = (limit: number | null) => ({
    eventsPerDay: limit,
    rcaQueriesPerMonth: limit,
    storageBytes: limit,
    overage: limit === null ? null : { centsPer1kEvents: 7, centsPerRcaQuery: 3, centsPerGb: 11 },
  });
  const anyDay = fc.record({
    day: fc.constant('2026-11-01'),
    events: fc.nat(3_000_000),
    rcaQueries: fc.nat(5_000),
    storageBytes: fc.option(fc.nat(1e12)),
    terms: fc.oneof(fc.constant(terms(null)), fc.nat(2_000_000).map(terms)),
  });
  const cents = (days: BillableDay[]) => overageOf(days).reduce((sum, line) => sum + line.cents, 0);

  it('never falls with more usage, is never negative and has integer cents', () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 31 }), fc.nat(30), fc.nat(1_000_000), (days, at, more) => {
        const before = cents(days);
        expect(Number.isSafeInteger(before) && before >= 0).toBe(true);
        const busier = days.map((one, i) =>
          i === at % days.length ? { ...one, events: one.events + more, rcaQueries: one.rcaQueries + more } : one,
        );
        expect(cents(busier)).toBeGreaterThanOrEqual(before);
      }),
      { seed: 1 },
    );
  });

  it('does not depend on the order of days with the same terms', () => {
    const days = fc.array(
      anyDay.map((one) => ({ ...one, terms: terms(1_000) })),
      { minLength: 1, maxLength: 31 },
    );
    fc.assert(
      fc.property(days, (one) => {
        expect(overageOf([...one].reverse())).toEqual(overageOf(one));
      }),
      { seed: 1 },
    );
  });
});
