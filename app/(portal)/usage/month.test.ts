import { describe, expect, it } from 'vitest';
import { countingSince, everyDay, projectedSum } from './month.ts';

const START = Date.UTC(2026, 10, 1);
const END = Date.UTC(2026, 11, 1);
const DAY = 86_400_000;

describe('the month to come', () => {
  it('goes on at the pace so far', () => {
    expect(projectedSum(1_000, START, END, START + 10 * DAY)).toBe(3_000);
  });

  it('is not guessed from the first hours', () => {
    expect(projectedSum(500, START, END, START + DAY - 1)).toBeUndefined();
    expect(projectedSum(500, START, END, START + DAY)).toBe(15_000);
  });

  it('is what was counted, once the month is over', () => {
    expect(projectedSum(777, START, END, END + 5 * DAY)).toBe(777);
  });
});

describe('the beginning of a pace', () => {
  it('is the first day that anything was counted in the month, so that a new client is not thought slow', () => {
    expect(countingSince([{ day: '2026-11-20' }, { day: '2026-11-21' }], START)).toBe(Date.UTC(2026, 10, 20));
  });

  it('is the month’s start for who was there before, and for who has nothing yet', () => {
    expect(countingSince([{ day: '2026-10-30' }, { day: '2026-11-21' }], START)).toBe(START);
    expect(countingSince([], START)).toBe(START);
  });
});

describe('the days of a chart', () => {
  it('are all there, oldest first, across the end of a month, with zeros where nothing was counted', () => {
    const days = everyDay([{ day: '2026-11-30', events: 7 }], { day: '', events: 0 }, 3, Date.UTC(2026, 11, 1, 23, 59));
    expect(days).toEqual([
      { day: '2026-11-29', events: 0 },
      { day: '2026-11-30', events: 7 },
      { day: '2026-12-01', events: 0 },
    ]);
  });
});
