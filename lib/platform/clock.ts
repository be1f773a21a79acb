/** Returns the time in epoch milliseconds. Everything that needs the time takes a clock, so that a test can freeze it. */
export type Clock = () => number;

/** The clock of the machine. */
export const systemClock: Clock = () => Date.now();

/** Midnight UTC of the day that `ms` falls in: the unit of usage counters. */
export function utcDay(ms: number): Date {
  return new Date(Math.floor(ms / 86_400_000) * 86_400_000);
}

/** The first moment (UTC) of the month that `ms` falls in. */
export function utcMonthStart(ms: number): Date {
  const date = new Date(ms);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
}

/** The first moment (UTC) of the next month. */
export function utcMonthEnd(ms: number): Date {
  const date = new Date(ms);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
}
