import { Backoff } from '../time.ts';
import { KubeApiError } from './client.ts';

/** Bounds of the waits, in ms. */
export interface RetryTimes {
  /** After failures that the server answers with, and after places in a watch that it has forgotten. */
  backoff: { baseMs: number; maxMs: number };
  /**
   * The longest wait while the server does not answer at all. Asking costs it nothing then, and once it is back the graph is
   * behind for as long as the wait lasts.
   */
  unreachableMaxMs: number;
  /** Between attempts at a kind that stays forbidden or absent. The first ones come sooner: new rights take a moment to act. */
  slowRetryMs: number;
}

/**
 * How long a reflector waits before its next attempt. Each reason has a back-off of its own, so that a long outage delays
 * neither the list that a 410 asks for after it, nor the next outage's first attempt.
 */
export class RetryWaits {
  readonly #failures: Backoff;
  readonly #silences: Backoff;
  readonly #expiries: Backoff;
  readonly #denials: Backoff;

  constructor({ backoff, unreachableMaxMs, slowRetryMs }: RetryTimes) {
    this.#failures = new Backoff(backoff);
    this.#silences = new Backoff({ ...backoff, maxMs: Math.min(backoff.maxMs, unreachableMaxMs) });
    this.#expiries = new Backoff(backoff);
    this.#denials = new Backoff({ baseMs: slowRetryMs / 64, maxMs: slowRetryMs });
  }

  /** The wait after the server has forgotten our place in the watch (410), in ms. */
  afterExpiry(): number {
    return this.#expiries.next();
  }

  /** The wait after the kind was refused or not found (403, 404), in ms. */
  afterDenial(): number {
    return this.#denials.next();
  }

  /** The wait after any other failure, in ms: at least as long as the server asks. `cause` may be undefined: a watch that ended at once. */
  afterFailure(cause?: unknown): number {
    const wait = (isSilence(cause) ? this.#silences : this.#failures).next();
    return Math.max(wait, (cause instanceof KubeApiError && cause.retryAfterMs) || 0);
  }

  /** A list was read completely. Only a watch shows whether its place lasts. */
  listed(): void {
    for (const backoff of [this.#failures, this.#silences, this.#denials]) backoff.reset();
  }

  /** A watch lasted or brought changes. */
  watched(): void {
    this.listed();
    this.#expiries.reset();
  }
}

/** Whether no server answered: Node's errors of the system (refused, cut, not routed, no such name) carry a code. */
function isSilence(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException | undefined)?.code === 'string';
}
