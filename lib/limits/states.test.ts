import { describe, expect, it } from 'vitest';
import { judge, type Measured, newsOf } from './states.ts';

const START = Date.UTC(2026, 10, 1);
const END = Date.UTC(2026, 11, 1);
const DAY = 86_400_000;
const MIDDLE = START + 15 * DAY;
const of = (used: number, more: Partial<Measured> = {}): Measured => ({
  name: 'rca_queries',
  used,
  allowed: 1_000,
  isHard: false,
  period: null,
  ...more,
});

describe('the state of a limit', () => {
  it.each([
    [0, 'ok', 0],
    [499, 'ok', 0],
    [500, 'warned', 50],
    [799, 'warned', 50],
    [800, 'warned', 80],
    [1_000, 'warned', 100],
    [1_001, 'over', 100],
  ])('with overage, %i of 1,000 used: %s at %i percent', (used, state, threshold) => {
    expect(judge(of(used), MIDDLE)).toMatchObject({ state, threshold });
  });

  it('without overage is blocked as soon as nothing is left', () => {
    expect(judge(of(999, { isHard: true }), MIDDLE).state).toBe('warned');
    expect(judge(of(1_000, { isHard: true }), MIDDLE).state).toBe('blocked');
  });

  it('of clusters is never blocked: all of them may be in use, and a smaller plan refuses only new ones', () => {
    const clusters = { name: 'clusters', allowed: 3, isHard: true } as const;
    expect(judge(of(3, clusters), MIDDLE).state).toBe('warned');
    expect(judge(of(4, clusters), MIDDLE).state).toBe('over');
  });

  it('of a cap of nothing is reached at once', () => {
    expect(judge(of(0, { name: 'spend', allowed: 0, isHard: true }), MIDDLE)).toMatchObject({ state: 'blocked', threshold: 100 });
  });
});

describe('a projection', () => {
  const period = { start: START, end: END };

  it('says when the limit is reached at the present rate, if that is before it resets', () => {
    expect(judge(of(600, { period }), MIDDLE).projectedAt).toBe(START + 25 * DAY);
    expect(judge(of(400, { period }), MIDDLE)).toMatchObject({ projectedAt: undefined, state: 'ok' });
    expect(judge(of(500, { period }), MIDDLE).projectedAt).toBeUndefined();
  });

  it('warns before any threshold is reached', () => {
    expect(judge(of(200, { period }), START + 4 * DAY)).toMatchObject({ threshold: 0, state: 'warned', projectedAt: START + 20 * DAY });
  });

  it('says when what grows is full, if that is within two weeks', () => {
    const storage = { name: 'storage', isHard: true } as const;
    expect(judge(of(400, { ...storage, growthPerDay: 60 }), MIDDLE)).toMatchObject({ projectedAt: MIDDLE + 10 * DAY, state: 'warned' });
    expect(judge(of(400, { ...storage, growthPerDay: 40 }), MIDDLE).projectedAt).toBeUndefined();
    for (const growthPerDay of [0, -60, undefined])
      expect(judge(of(400, { ...storage, growthPerDay }), MIDDLE).projectedAt).toBeUndefined();
  });

  it('waits for a tenth of the period, and ends when the limit is reached', () => {
    expect(judge(of(200, { period }), START + 2 * DAY)).toMatchObject({ state: 'ok', projectedAt: undefined });
    expect(judge(of(1_000, { period }), MIDDLE).projectedAt).toBeUndefined();
  });
});

describe('what a client is told', () => {
  const nothing = { threshold: 0, projected: false };

  it('is each threshold once, the highest first, and then nothing', () => {
    const judged = judge(of(850), MIDDLE);
    expect(newsOf(judged, nothing)).toBe('threshold');
    expect(newsOf(judged, { threshold: 50, projected: false })).toBe('threshold');
    expect(newsOf(judged, { threshold: 80, projected: false })).toBeUndefined();
  });

  it('is a projection once, also after a threshold', () => {
    const judged = judge(of(600, { period: { start: START, end: END } }), MIDDLE);
    expect(newsOf(judged, { threshold: 50, projected: false })).toBe('projected');
    expect(newsOf(judged, { threshold: 50, projected: true })).toBeUndefined();
  });

  it('is nothing of the only cluster that a plan allows', () => {
    expect(newsOf(judge(of(1, { name: 'clusters', allowed: 1 }), MIDDLE), nothing)).toBeUndefined();
  });
});
