import { describe, expect, it } from 'vitest';
import { lastDue } from './cron-schedule.ts';

describe('a schedule', () => {
  const at = (text: string) => Date.parse(`2025-11-20T${text}Z`);

  it('is due once at each of its times', () => {
    expect(lastDue('*/5 * * * *', at('10:00:00'), at('10:07:30'))).toBe(at('10:05:00'));
    expect(lastDue('*/5 * * * *', at('10:05:00'), at('10:07:30'))).toBeUndefined();
    expect(lastDue('15 3 * * 1-5', at('00:00:00'), at('10:00:00'))).toBe(at('03:15:00'));
    expect(lastDue('0 0 1 * *', at('00:00:00') - 1, at('10:00:00'))).toBeUndefined();
  });

  it('supports ranges, steps and lists', () => {
    expect(lastDue('5/10 * * * *', at('09:00:00'), at('10:00:00'))).toBe(at('09:55:00'));
    expect(lastDue('10-30/10 9 * * *', at('09:00:00'), at('10:00:00'))).toBe(at('09:30:00'));
    expect(lastDue('0 */30 * * *', at('00:00:00') - 1, at('10:00:00'))).toBe(at('00:00:00'));
    expect(lastDue('3,7 9 20 nov thu', at('09:00:00'), at('10:00:00'))).toBe(at('09:07:00'));
  });

  it('with both a day of the month and a day of the week is due on either', () => {
    expect(lastDue('0 9 20 * mon', at('00:00:00'), at('10:00:00'))).toBe(at('09:00:00'));
    expect(lastDue('0 9 1 * thu', at('00:00:00'), at('10:00:00'))).toBe(at('09:00:00'));
    expect(lastDue('0 9 1 * mon', at('00:00:00'), at('10:00:00'))).toBeUndefined();
  });

  it('finds a time in the more distant past if nothing was due since', () => {
    expect(lastDue('0 0 1 * *', Date.parse('2025-10-15T00:00:00Z'), at('10:00:00'))).toBe(Date.parse('2025-11-01T00:00:00Z'));
    expect(lastDue('0 0 31 2 *', 0, at('10:00:00'))).toBeUndefined();
  });

  it('is read in UTC unless a time zone is given', () => {
    expect(lastDue('0 3 * * *', at('00:00:00'), at('10:00:00'))).toBe(at('03:00:00'));
    expect(lastDue('0 3 * * *', at('00:00:00'), at('10:00:00'), 'America/New_York')).toBe(at('08:00:00'));
    expect(() => lastDue('0 3 * * *', 0, at('10:00:00'), 'Mars/Olympus')).toThrow(RangeError);
  });

  it('can be one of the named schedules', () => {
    expect(lastDue('@hourly', at('09:30:00'), at('10:00:30'))).toBe(at('10:00:00'));
    expect(() => lastDue('@sometimes', 0, at('10:00:00'))).toThrow(RangeError);
  });

  it('is refused if Kubernetes refuses it', () => {
    expect(() => lastDue('* * *', 0, at('10:00:00'))).toThrow('expected exactly 5 fields, found 3');
    expect(() => lastDue('61 * * * *', 0, at('10:00:00'))).toThrow(RangeError);
    expect(() => lastDue('x * * * *', 0, at('10:00:00'))).toThrow(RangeError);
    expect(() => lastDue('0 0 * * 7', 0, at('10:00:00'))).toThrow('end of range (7) above maximum (6): 7');
    expect(() => lastDue('0 0 0 * *', 0, at('10:00:00'))).toThrow('beginning of range (0) below minimum (1): 0');
    expect(() => lastDue('0 0 L * *', 0, at('10:00:00'))).toThrow(RangeError);
    expect(() => lastDue('5-1 * * * *', 0, at('10:00:00'))).toThrow(RangeError);
    expect(() => lastDue('*/0 * * * *', 0, at('10:00:00'))).toThrow(RangeError);
  });
});
