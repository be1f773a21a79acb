const DAY_MS = 86_400_000;

/**
 * What a sum will be at the month's end if it goes on as it did since `from`: the month's start, or the first day on
 * which anything was counted in it. Undefined in the first day: a few hours would be taken for a habit. Epoch ms.
 */
export function projectedSum(used: number, from: number, monthEnd: number, now: number): number | undefined {
  const past = Math.min(now, monthEnd) - from;
  if (past < DAY_MS) return undefined;
  return Math.round((used / past) * (monthEnd - from));
}

/** When counting began in the month: the first of these days that lies in it, or the month's start when there is an earlier one too. */
export function countingSince(days: readonly { day: string }[], monthStart: number): number {
  const first = Math.min(...days.map(({ day }) => Date.parse(day)));
  return Number.isFinite(first) ? Math.max(monthStart, first) : monthStart;
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
