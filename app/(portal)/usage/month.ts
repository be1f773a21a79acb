const DAY_MS = 86_400_000;

/**
 * What a sum will be at the month's end if it goes on as it did, or undefined in the month's first day: then a few
 * hours would be taken for a habit. Times in epoch milliseconds.
 */
export function projectedSum(used: number, monthStart: number, monthEnd: number, now: number): number | undefined {
  const past = Math.min(now, monthEnd) - monthStart;
  if (past < DAY_MS) return undefined;
  return Math.round((used / past) * (monthEnd - monthStart));
}

/** The last `count` UTC days up to `now`, each with its figures, or zeros where nothing was counted. */
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
