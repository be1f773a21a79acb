import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms`, or as soon as `signal` aborts: callers check the signal themselves. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return delay(ms, undefined, { signal }).catch(() => {});
}

/** Bounds of an exponential back-off, in ms. */
interface BackoffBounds {
  baseMs: number;
  maxMs: number;
}

/** Exponential back-off with jitter: each failure doubles the ceiling, and the wait is in its upper half, so that agents do not return all at once. */
export class Backoff {
  #failures = 0;
  readonly #bounds: BackoffBounds;

  constructor(bounds: BackoffBounds) {
    this.#bounds = bounds;
  }

  /** How long to wait after one more failure, in ms. */
  next(): number {
    const ceiling = Math.min(this.#bounds.maxMs, this.#bounds.baseMs * 2 ** Math.min(this.#failures++, 20));
    return ceiling / 2 + Math.random() * (ceiling / 2);
  }

  /** Forgets past failures after a success. */
  reset(): void {
    this.#failures = 0;
  }
}

/** The wait that a Retry-After header asks for, in ms: seconds or an HTTP date; undefined when absent or unreadable. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
