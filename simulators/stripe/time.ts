import type { State } from './state.ts';
import type { Customer } from './types.ts';

export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/**
 * The simulator's time, in epoch seconds as everywhere in Stripe's API: the system's time and an offset. A customer who belongs to a
 * test clock lives by that clock. Work that was due earlier runs at the time when it was due.
 */
export class Time {
  readonly #state: State;
  readonly #clock: () => number;
  #at: number | undefined;

  /** `clock` gives the system's time in epoch ms. */
  constructor(state: State, clock: () => number) {
    this.#state = state;
    this.#clock = clock;
  }

  /** Epoch ms, without the test clocks. */
  ms(): number {
    return this.#clock() + this.#state.rest.offsetMs;
  }

  /** Epoch seconds, for a customer by its test clock. */
  now(customer?: string | Customer | null): number {
    if (this.#at !== undefined) return this.#at;
    const found = typeof customer === 'string' ? this.#state.find('customer', customer) : customer;
    const clock = found?.test_clock && this.#state.find('test_helpers.test_clock', found.test_clock);
    return clock ? clock.frozen_time : Math.floor(this.ms() / 1000);
  }

  /** Sets the time forward so that it is `ms` or later. */
  advanceTo(ms: number): void {
    this.#state.rest.offsetMs += Math.max(0, ms - this.ms());
  }

  /** Runs `work` as if it were `seconds` now. */
  at<T>(seconds: number, work: () => T): T {
    const before = this.#at;
    this.#at = seconds;
    try {
      return work();
    } finally {
      this.#at = before;
    }
  }
}

/** The interval later, on the day of the anchor or the last day of a shorter month. Seconds; UTC. */
export function laterBy(
  from: number,
  { interval, interval_count: count = 1 }: { interval: string; interval_count?: number | undefined },
  anchor = from,
): number {
  if (interval === 'day') return from + count * DAY;
  if (interval === 'week') return from + count * 7 * DAY;
  const months = interval === 'year' ? 12 * count : count;
  return monthsFrom(from, months, anchor);
}

/** Months later or, with a negative count, earlier. */
export function monthsFrom(from: number, months: number, anchor = from): number {
  const start = new Date(from * 1000);
  const day = new Date(anchor * 1000).getUTCDate();
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = (((from % DAY) + DAY) % DAY) * 1000;
  return (Date.UTC(year, month, Math.min(day, lastDay)) + timeOfDay) / 1000;
}
