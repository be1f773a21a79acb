import { describe, expect, it } from 'vitest';
import { estimateBill } from './estimate.ts';

const none = { eventsByDay: [], rcaQueries: 0, storageMeanBytes: 0 };

describe('estimateBill', () => {
  it('is the price of the plan while usage stays within it', () => {
    expect(estimateBill('basic', { eventsByDay: [100_000, 99_999], rcaQueries: 1_000, storageMeanBytes: 10e9 }).totalCents).toBe(9_900);
    expect(estimateBill('free', { ...none, eventsByDay: [10_000] }).totalCents).toBe(0);
  });

  it('bills the events above each daily limit, per started thousand in the month', () => {
    // An excess of 600 and 500 on two days is 1,100: two started thousands.
    expect(estimateBill('basic', { ...none, eventsByDay: [100_600, 100_500, 5] }).lines[1]).toMatchObject({ quantity: 2, cents: 20 });
    expect(estimateBill('pro', { ...none, eventsByDay: [1_001_000] }).lines[1]).toMatchObject({ quantity: 1, cents: 5 });
  });

  it('does not offset a busy day with a quiet one', () => {
    expect(estimateBill('basic', { ...none, eventsByDay: [0, 101_000] }).totalCents).toBe(9_910);
  });

  it('bills each RCA query and each started gigabyte above the plan', () => {
    expect(estimateBill('basic', { eventsByDay: [], rcaQueries: 1_003, storageMeanBytes: 10e9 + 1 }).totalCents).toBe(9_900 + 3 * 50 + 200);
    expect(estimateBill('pro', { eventsByDay: [], rcaQueries: 10_001, storageMeanBytes: 102e9 }).totalCents).toBe(49_900 + 25 + 200);
  });

  it('has integer cents only', () => {
    for (const line of estimateBill('pro', { eventsByDay: [1_234_567], rcaQueries: 10_007, storageMeanBytes: 123_456_789_012 }).lines) {
      expect(Number.isInteger(line.cents)).toBe(true);
    }
  });

  it('has no total for Enterprise, which is billed by contract', () => {
    expect(estimateBill('enterprise', none).totalCents).toBeNull();
  });
});
