/**
 * The last time at or before `now` (epoch ms, UTC) at which a five-field schedule was due, after `after`; undefined for none.
 * Fields know *, lists, ranges and steps. Throws RangeError on any other text. Looks back a day at most.
 */
export function lastDue(schedule: string, after: number, now: number): number | undefined {
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) throw new RangeError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minutes, hours, days, months, weekdays] = [
    fieldSet(fields[0], 0, 59),
    fieldSet(fields[1], 0, 23),
    fieldSet(fields[2], 1, 31),
    fieldSet(fields[3], 1, 12),
    fieldSet(fields[4], 0, 6),
  ];
  const earliest = Math.max(after, now - 86_400_000);
  for (let minute = now - (now % 60_000); minute > earliest; minute -= 60_000) {
    const at = new Date(minute);
    const onDay =
      fields[2] !== '*' && fields[4] !== '*'
        ? days.has(at.getUTCDate()) || weekdays.has(at.getUTCDay())
        : days.has(at.getUTCDate()) && weekdays.has(at.getUTCDay());
    if (onDay && minutes.has(at.getUTCMinutes()) && hours.has(at.getUTCHours()) && months.has(at.getUTCMonth() + 1)) return minute;
  }
  return undefined;
}

function fieldSet(text = '', min: number, max: number): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) throw new RangeError(`failed to parse ${part}: expected *, a number, a range or a step`);
    const from = match[1] === '*' ? min : Number(match[2]);
    const to = match[1] === '*' || (match[4] && !match[3]) ? max : Number(match[3] ?? match[2]);
    if (from < min || to > max) throw new RangeError(`end of range (${to}) above maximum (${max}): ${part}`);
    for (let value = from; value <= to; value += Number(match[4] ?? 1)) values.add(value);
  }
  return values;
}
