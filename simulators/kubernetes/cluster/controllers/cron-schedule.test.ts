import { describe, expect, it } from 'vitest';
import { lastDue } from './cron-schedule.ts';

describe('a schedule', () => {
  const at = (text: string) => Date.parse(`2025-11-20T${text}Z`);

  it('is due at its times, once each', () => {
    expect(lastDue('*/5 * * * *', at('10:00:00'), at('10:07:30'))).toBe(at('10:05:00'));
    expect(lastDue('*/5 * * * *', at('10:05:00'), at('10:07:30'))).toBeUndefined();
    expect(lastDue('15 3 * * 1-5', at('00:00:00'), at('10:00:00'))).toBe(at('03:15:00'));
    expect(lastDue('0 0 1 * *', at('00:00:00') - 1, at('10:00:00'))).toBeUndefined();
  });

  it('is refused where it is none', () => {
    expect(() => lastDue('* * *', 0, at('10:00:00'))).toThrow('expected exactly 5 fields, found 3');
    expect(() => lastDue('61 * * * *', 0, at('10:00:00'))).toThrow(RangeError);
    expect(() => lastDue('x * * * *', 0, at('10:00:00'))).toThrow(RangeError);
  });
});
