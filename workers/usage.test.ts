import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventLog } from '#lib/event-log/index.ts';
import type { Database } from '#lib/platform/database/index.ts';
import { startUsage } from './usage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the usage role, while the database is away', () => {
  it('tries again once a second, however much is appended, and stops at once when asked', async () => {
    const attempt = vi.fn(() => Promise.reject(new Error('connect ECONNREFUSED')));
    let append: (tenantId: string) => void = () => {};
    const onAppend: EventLog['onAppend'] = (listener) => {
      append = listener;
      return () => {};
    };
    const usage = startUsage({
      db: {} as Database,
      log: { onAppend, endsOfAll: attempt, reported: async () => new Map() } as Partial<EventLog> as EventLog,
      graph: undefined,
      clock: Date.now,
      logger: pino({ level: 'silent' }),
      onCounted: () => {},
      onStorage: () => {},
    });
    for (let ms = 0; ms < 10_000; ms += 100) {
      append('acme');
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(attempt.mock.calls.length).toBeGreaterThan(5);
    expect(attempt.mock.calls.length).toBeLessThanOrEqual(11);
    await usage.stop();
  });
});
