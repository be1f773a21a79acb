import { describe, expect, it } from 'vitest';
import { lanesOf } from './lanes.ts';

const object = { kind: 'Pod', namespace: 'shop', name: 'cart' };
const entry = (at: number, lane: 'change' | 'event' | 'log' | 'alert', severity: 'info' | 'warning' | 'error' = 'info') => ({
  at,
  lane,
  severity,
  object,
  text: '',
});
const marksOf = (lanes: ReturnType<typeof lanesOf>, name: string) => lanes.lanes.find(({ lane }) => lane === name)?.marks;

describe('lanesOf', () => {
  it('puts each entry in its lane, at its position in time', () => {
    const lanes = lanesOf([entry(100, 'change'), entry(150, 'log'), entry(200, 'event')]);
    expect(marksOf(lanes, 'change')).toMatchObject([{ position: 0, entries: [0] }]);
    expect(marksOf(lanes, 'log')).toMatchObject([{ position: 0.5, entries: [1] }]);
    expect(marksOf(lanes, 'event')).toMatchObject([{ position: 1, entries: [2] }]);
    expect(marksOf(lanes, 'alert')).toEqual([]);
  });

  it('joins entries at about the same time and shows the highest severity', () => {
    const lanes = lanesOf([entry(0, 'event'), entry(1, 'event', 'error'), entry(2, 'event', 'warning'), entry(100, 'event')], 0.05);
    expect(marksOf(lanes, 'event')).toMatchObject([
      { position: 0, entries: [0, 1, 2], severity: 'error' },
      { position: 1, entries: [3], severity: 'info' },
    ]);
  });

  it('keeps the marks of a lane apart, and every entry in one of them', () => {
    const entries = Array.from({ length: 100 }, (_, i) => entry(i * i, 'log'));
    const marks = marksOf(lanesOf(entries, 0.05), 'log') ?? [];
    expect(marks.flatMap((mark) => mark.entries)).toEqual(entries.map((_, i) => i));
    expect(marks.slice(1).every((mark, i) => mark.position - (marks[i]?.position ?? 0) >= 0.05)).toBe(true);
  });

  it('puts a single time in the middle', () => {
    const lanes = lanesOf([entry(7, 'change'), entry(7, 'alert')]);
    expect(marksOf(lanes, 'change')).toMatchObject([{ position: 0.5 }]);
    expect(lanes.ticks).toEqual([]);
  });

  it('labels the first and the last time on the axis', () => {
    const { ticks } = lanesOf([entry(10, 'change'), entry(40, 'alert')]);
    expect(ticks.map(({ at }) => at)).toEqual([10, 20, 30, 40]);
  });

  it('is empty for an empty timeline', () => expect(lanesOf([]).lanes.every(({ marks }) => marks.length === 0)).toBe(true));
});
