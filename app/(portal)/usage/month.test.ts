import { describe, expect, it } from 'vitest';
import { everyDay, projectedSum, usageSince } from './month.ts';

const START = Date.UTC(2026, 10, 1);
const END = Date.UTC(2026, 11, 1);
const DAY = 86_400_000;

describe('the projection for the month', () => {
  it('continues at the rate so far', () => {
    expect(projectedSum(1_000, START, END, START + 10 * DAY)).toBe(3_000);
  });

  it('is not made from the first hours', () => {
    expect(projectedSum(500, START, END, START + DAY - 1)).toBeUndefined();
    expect(projectedSum(500, START, END, START + DAY)).toBe(15_000);
  });

  it('is the actual usage once the month is over', () => {
    expect(projectedSum(777, START, END, END + 5 * DAY)).toBe(777);
  });
});

describe('the start of the rate', () => {
  it('is the first day with usage in the month, so that the projection of a new client is not too low', () => {
    expect(usageSince([{ day: '2026-11-20' }, { day: '2026-11-21' }], START)).toBe(Date.UTC(2026, 10, 20));
  });

  it('is the start of the month for a client with earlier usage or with none at all', () => {
    expect(usageSince([{ day: '2026-10-30' }, { day: '2026-11-21' }], START)).toBe(START);
    expect(usageSince([], START)).toBe(START);
  });
});

describe('the days of a chart', () => {
  it('are complete and oldest first, across the end of a month, with zeros for days without usage', () => {
    const days = everyDay([{ day: '2026-11-30', events: 7 }], { day: '', events: 0 }, 3, Date.UTC(2026, 11, 1, 23, 59));
    expect(days).toEqual([
      { day: '2026-11-29', events: 0 },
      { day: '2026-11-30', events: 7 },
      { day: '2026-12-01', events: 0 },
    ]);
  });
});
