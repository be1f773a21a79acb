import { Cron } from 'croner';

/** The lowest and highest value of a schedule's five fields: minute, hour, day of month, month, day of week. */
const BOUNDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

/** `*`, a value or a range, each with or without a step. A value is a number or a three-letter name (`mon`, `jan`). */
const PART = /^(?:[*?]|(\d+|[a-z]{3})(?:-(\d+|[a-z]{3}))?)(?:\/(\d+))?$/i;

/**
 * The last time at or before `now`, and after `after`, at which a schedule was due; undefined if there was none. Times are
 * epoch ms. The schedule is read in UTC unless `timeZone` (an IANA name) is given. Throws RangeError for schedules that
 * Kubernetes' parser (robfig/cron) refuses, and for unknown time zones.
 */
export function lastDue(schedule: string, after: number, now: number, timeZone?: string): number | undefined {
  const pattern = schedule.startsWith('@') ? schedule : checked(schedule);
  let due: number | undefined;
  try {
    const cron = new Cron(pattern, { paused: true, mode: '5-part', ...(timeZone ? { timezone: timeZone } : { utcOffset: 0 }) });
    // previousRuns() returns runs before its reference, but `now` itself counts.
    due = cron.previousRuns(1, new Date(now + 1))[0]?.getTime();
  } catch (error) {
    throw new RangeError((error as Error).message);
  }
  return due !== undefined && due > after ? due : undefined;
}

/** Converts a five-field schedule for croner, which accepts more than Kubernetes does (`7` for Sunday, `L`, `W`, `#`). */
function checked(schedule: string): string {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) throw new RangeError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  return fields
    .map((field, index) => {
      const [min, max] = BOUNDS[index]!;
      const parts = field.split(',').map((part) => checkedPart(part, min, max));
      return parts.join(',');
    })
    .join(' ');
}

function checkedPart(part: string, min: number, max: number): string {
  const match = PART.exec(part);
  if (!match) throw new RangeError(`failed to parse ${part}: expected *, a number, a range or a step`);
  const [, from, to, step] = match;
  for (const value of [from, to]) {
    if (Number(value) > max) throw new RangeError(`end of range (${value}) above maximum (${max}): ${part}`);
    if (Number(value) < min) throw new RangeError(`beginning of range (${value}) below minimum (${min}): ${part}`);
  }
  if (step === undefined) return part;
  // robfig/cron: `5/10` is `5-59/10`; a step beyond the end leaves the first value alone.
  if (Number(step) > max - min) return from ?? String(min);
  return from && !to ? `${from}-${max}/${step}` : part;
}
