import type pg from 'pg';
import { utcDay, utcMonthStart } from '#lib/platform/clock.ts';
import { addToCounters } from './counters.ts';
import { addToHours, type HourOf, isMonthClosed, lockMonth, utcHour } from './hours.ts';

/**
 * Counts events by the hour in which they were accepted, in the hours and in the counters of the days, which therefore say the same.
 * What belongs to a month whose invoice is final counts in the hour of `now` (epoch ms), marked late.
 */
export async function countEvents(sql: pg.PoolClient, tenantId: string, accepted: HourOf[], now: number): Promise<void> {
  const hours = await dated(sql, tenantId, accepted, now);
  await addToHours(sql, tenantId, 'events', hours);
  const days = [...Map.groupBy(hours, ({ hour }) => utcDay(hour).getTime())].map(([day, ofDay]) => ({
    day: new Date(day),
    metric: 'events' as const,
    value: ofDay.reduce((sum, { value }) => sum + value, 0),
  }));
  await addToCounters(sql, tenantId, days);
}

/** Moves what belongs to a month whose invoice is final into the current hour, marked late. */
async function dated(sql: pg.PoolClient, tenantId: string, hours: HourOf[], now: number): Promise<HourOf[]> {
  const closed = new Set<number>();
  const months = new Set(hours.map(({ hour }) => utcMonthStart(hour).getTime()));
  for (const month of months) {
    if (month === utcMonthStart(now).getTime()) continue;
    await lockMonth(sql, tenantId, month, true);
    if (await isMonthClosed(sql, tenantId, month)) closed.add(month);
  }
  if (closed.size === 0) return hours;
  const merged = new Map<string, HourOf>();
  for (const one of hours) {
    const late = closed.has(utcMonthStart(one.hour).getTime());
    const hour = late ? utcHour(now).getTime() : one.hour;
    const key = `${hour} ${one.cluster} ${late}`;
    const sum = merged.get(key);
    merged.set(key, { ...one, hour, late, value: one.value + (sum?.value ?? 0) });
  }
  return [...merged.values()];
}
