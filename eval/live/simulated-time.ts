import type { Clock } from '#lib/platform/clock.ts';
import type { Timers } from '#workers/diagnosis-schedule.ts';

interface Planned {
  at: number;
  run: () => void;
  everyMs: number | undefined;
}

/** Time that passes only when it is told to: an hour of a cluster takes as long as the work that is done in it. */
export class SimulatedTime {
  #now: number;
  readonly #planned = new Set<Planned>();

  /** `now` in epoch ms. */
  constructor(now: number) {
    this.#now = now;
  }

  readonly clock: Clock = () => this.#now;

  readonly timers: Timers = {
    after: (ms, run) => this.#plan(ms, run, undefined),
    every: (ms, run) => this.#plan(ms, run, ms),
    elapsed: () => this.#now,
  };

  #plan(ms: number, run: () => void, everyMs: number | undefined): () => void {
    const planned = { at: this.#now + ms, run, everyMs };
    this.#planned.add(planned);
    return () => this.#planned.delete(planned);
  }

  /** Lets the time pass until `until` (epoch ms); after each timer it waits for `settled`, so that work takes no time. */
  async pass(until: number, settled: () => Promise<void>): Promise<void> {
    for (;;) {
      const [next] = [...this.#planned].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.everyMs === undefined) this.#planned.delete(next);
      else next.at += next.everyMs;
      next.run();
      await settled();
    }
    this.#now = Math.max(this.#now, until);
  }
}
