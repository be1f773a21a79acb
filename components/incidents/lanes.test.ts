import { describe, expect, it } from 'vitest';
import { type Happening, happeningsOf, nameOfMark, rowsOf } from './lanes.ts';
import type { IncidentEvidence } from './words.ts';

const object = { kind: 'Pod', namespace: 'shop', name: 'web' };
const happening = (from: number, to = from, more: Partial<Happening> = {}): Happening => ({
  ...{ lane: 'event', from, to, count: 1, object, text: 'BackOff', severity: 'warning' },
  ...more,
});
const entry = (lane: 'change' | 'event', at: number, text: string) => ({ lane, at, object, text, severity: 'info' as const });
const evidence: IncidentEvidence = {
  ...{ from: 0, to: 100, objects: [] },
  events: [
    { type: 'Warning', reason: 'BackOff', message: 'again', count: 7, firstAt: 20, lastAt: 80, ...object },
    { type: 'Normal', reason: 'Pulled', message: 'fine', count: 1, firstAt: 10, lastAt: 10, ...object },
  ],
  logs: [
    { object, container: 'c', previous: false, severity: 'error', sample: 'no db', count: 3, firstAt: 30, lastAt: 60 },
    { object, container: 'c', previous: false, severity: 'info', sample: 'started', count: 1, firstAt: 5, lastAt: 5 },
  ],
};

describe('what happened', () => {
  it('is each repeated event and line once, with its span and count, and changes as the diagnosis tells them', () => {
    const told = [entry('change', 10, 'was updated'), entry('event', 80, 'BackOff: again')];
    expect(happeningsOf(told, evidence).map(({ lane, from, to, count }) => [lane, from, to, count])).toEqual([
      ['change', 10, 10, 1],
      ['event', 20, 80, 7],
      ['log', 30, 60, 3],
    ]);
  });

  it('is what the diagnosis tells where the evidence is not there', () =>
    expect(happeningsOf([entry('event', 80, 'BackOff: again')], undefined)).toMatchObject([{ lane: 'event', from: 80, to: 80 }]));
});

describe('a lane', () => {
  it('puts what overlaps into rows, and joins what finds no place', () => {
    const rows = rowsOf(
      [happening(0, 50), happening(10, 60), happening(20, 70), happening(30, 90, { severity: 'error' })],
      'event',
      [0, 100],
      0.025,
    );
    expect(rows.map((row) => row.map(({ left, right, happenings }) => [left, right, happenings.length]))).toEqual([
      [[0, 0.5, 1]],
      [[0.1, 0.6, 1]],
      [[0.2, 0.9, 2]],
    ]);
    expect(rows[2]?.[0]?.severity).toBe('error');
  });

  it('keeps marks apart by the gap it is given, which is wide on a narrow screen', () => {
    const marks = (gap: number) =>
      rowsOf(
        [0, 10, 20, 30].map((at) => happening(at)),
        'event',
        [0, 100],
        gap,
      ).map((row) => row.length);
    expect(marks(0.05)).toEqual([4]);
    expect(marks(0.15)).toEqual([2, 2]);
  });

  it('shows only what touches the shown time, cut at its ends, and nothing of other lanes', () => {
    const rows = rowsOf(
      [happening(0, 10), happening(20, 60), happening(50), happening(50, 50, { lane: 'log' })],
      'event',
      [40, 100],
      0.025,
    );
    expect(rows.flat().map(({ left, right }) => [left, Math.round(right * 100)])).toEqual([
      [0, 33],
      [1 / 6, 17],
    ]);
  });

  it('names its marks for screen readers', () => {
    const mark = { left: 0, right: 1, severity: 'warning' as const, happenings: [happening(1, 5, { count: 4 }), happening(2)] };
    expect(nameOfMark(mark, String)).toBe('Event, 1 to 5, 4 times: Pod shop/web: BackOff, the first of 2');
  });
});
