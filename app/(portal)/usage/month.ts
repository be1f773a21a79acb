const DAY_MS = 86_400_000;

/**
 * The total at the end of the month if usage continues at the rate since `from`, which is the start of the month or the
 * first day with usage. Undefined during the first day, because a few hours are not representative. Times in epoch ms.
 */
export function projectedSum(used: number, from: number, monthEnd: number, now: number): number | undefined {
  const past = Math.min(now, monthEnd) - from;
  if (past < DAY_MS) return undefined;
  return Math.round((used / past) * (monthEnd - from));
}

/** When usage began in the month: the first of these days, or the start of the month when usage began earlier. Epoch ms. */
export function usageSince(days: readonly { day: string }[], monthStart: number): number {
  const first = Math.min(...days.map(({ day }) => Date.parse(day)));
  return Number.isFinite(first) ? Math.max(monthStart, first) : monthStart;
}

/** The last `count` UTC days up to `now`, oldest first, with zeros for days without usage. */
export function everyDay<Figures extends { day: string }>(
  counted: readonly Figures[],
  zeros: Figures,
  count: number,
  now: number,
): Figures[] {
  const known = new Map(counted.map((one) => [one.day, one]));
  return Array.from({ length: count }, (_, i) => {
    const day = new Date(now - (count - 1 - i) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { ...zeros, day };
  });
}
