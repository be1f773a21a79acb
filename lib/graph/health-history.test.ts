import { describe, expect, test } from 'vitest';
import { healthHistory, healthThen, MAX_HEALTH_CHANGES, withVerdict } from './health-history.ts';

const kept = (...changes: Parameters<typeof withVerdict>[2][]) =>
  changes.reduce<readonly string[]>((before, verdict, i) => withVerdict(before, 1000 * (i + 1), verdict), []);

describe('the changes of health that are kept', () => {
  test('are read as they were noted, with reasons of several words', () => {
    const history = kept({ health: 'healthy' }, { health: 'failing', reason: 'CrashLoopBackOff: back-off 5m0s' }, { health: 'healthy' });
    expect(healthHistory(history)).toEqual([
      { at: 1000, state: 'healthy' },
      { at: 2000, state: 'failing', reason: 'CrashLoopBackOff: back-off 5m0s' },
      { at: 3000, state: 'healthy' },
    ]);
    expect(healthHistory(undefined)).toEqual([]);
  });

  test('are those of the state: another reason for the same state is none', () => {
    const history = kept({ health: 'degraded', reason: '1 of 3' });
    expect(withVerdict(history, 9000, { health: 'degraded', reason: '2 of 3' })).toBe(history);
  });

  test('never go back in time, and have one state a time', () => {
    const history = kept({ health: 'healthy' }, { health: 'failing' });
    expect(healthHistory(withVerdict(history, 500, { health: 'degraded' }))).toEqual([
      { at: 1000, state: 'healthy' },
      { at: 2000, state: 'degraded' },
    ]);
    expect(healthHistory(withVerdict(history, 2000, { health: 'healthy' }))).toEqual([{ at: 1000, state: 'healthy' }]);
  });

  test('are bounded in number and length: the last ones stay', () => {
    const flapping = Array.from({ length: 200 }, (_, i) => ({
      health: i % 2 ? ('failing' as const) : ('healthy' as const),
      reason: 'x'.repeat(400),
    }));
    const history = kept(...flapping);
    expect(history.length).toBe(MAX_HEALTH_CHANGES);
    expect(healthHistory(history).at(-1)?.at).toBe(200_000);
    expect(Math.max(...history.map((entry) => entry.length))).toBeLessThan(200);
  });

  test('tell the state at a time, and nothing of the time before them', () => {
    const history = kept({ health: 'healthy' }, { health: 'failing' });
    expect(healthThen(history, 999)).toBeUndefined();
    expect(healthThen(history, 1999)?.state).toBe('healthy');
    expect(healthThen(history, 2000)?.state).toBe('failing');
  });
});
