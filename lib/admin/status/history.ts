import { type StatusComponent, type StatusState, worstOf } from './states.ts';

const DAY_MS = 86_400_000;

/** A time in which the state of a part did not change; `endedAt` null while it lasts. In epoch ms. */
export interface Period {
  component: StatusComponent;
  state: StatusState;
  beganAt: number;
  checkedAt: number;
  endedAt: number | null;
}

/** A day of a part in UTC: its worst state; undefined if nobody looked. */
export interface Day {
  date: string;
  state: StatusState | undefined;
}

/** When a period ended, as far as is known. */
export const endOf = ({ endedAt, checkedAt }: Period): number => endedAt ?? checkedAt;

/** The last `days` days until `now`, the oldest first, each with the worst state of its periods. */
export function daysOf(periods: readonly Period[], now: number, days: number): Day[] {
  const today = Math.floor(now / DAY_MS);
  return Array.from({ length: days }, (_, i) => {
    const begin = (today - days + 1 + i) * DAY_MS;
    const here = periods.filter((period) => period.beganAt < begin + DAY_MS && endOf(period) >= begin);
    return {
      date: new Date(begin).toISOString().slice(0, 10),
      state: here.length === 0 ? undefined : here.every(({ state }) => state === 'off') ? 'off' : worstOf(here.map(({ state }) => state)),
    };
  });
}

/** The share of the measured time in which a part was not down; null if it was never measured. */
export function availability(periods: readonly Period[], since: number): number | null {
  const lasting = (some: readonly Period[]) => some.reduce((sum, one) => sum + Math.max(0, endOf(one) - Math.max(since, one.beganAt)), 0);
  const measured = periods.filter(({ state }) => state !== 'off');
  const all = lasting(measured);
  return all === 0 ? null : 1 - lasting(measured.filter(({ state }) => state === 'down')) / all;
}
