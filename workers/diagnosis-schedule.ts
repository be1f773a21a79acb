/** Changes that come within this time are diagnosed together. */
const SETTLE_MS = 750;
/** A change that indicates no trouble is diagnosed this late: for trouble that shows in no single object. */
const CALM_MS = 15_000;
/** Or later, where there are so many such clusters that diagnosing them would take more than this share of the thread. */
const CALM_SHARE = 0.1;

/** After a diagnosis its cluster rests for so many times as long as it took: none keeps the others waiting all the time. */
const REST = 4;

/** The timers that a schedule uses: those of Node.js, or simulated ones, with which an hour passes in seconds. */
export interface Timers {
  /** Calls `run` after `ms`; returns what cancels that. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` every `ms`; returns what ends that. */
  every(ms: number, run: () => void): () => void;
  /** How long work takes is measured by this clock, in ms. */
  elapsed(): number;
}

/** The timers of Node.js. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  elapsed: () => performance.now(),
};

/** A cluster of a client. */
export interface Cluster {
  tenantId: string;
  name: string;
}

/** Decides when clusters are diagnosed: one at a time, each at most once per settling time. */
export class DiagnosisSchedule {
  readonly #diagnose: (cluster: Cluster) => Promise<void>;
  readonly #due = new Map<string, Cluster>();
  /** What cancels the diagnoses that come later. */
  readonly #later = new Map<string, () => void>();
  /** Until when clusters rest whose diagnosis took long, by the clock of the timers. */
  readonly #resting = new Map<string, number>();
  readonly #timers: Timers;
  #cancel: (() => void) | undefined;
  #working: Promise<void> = Promise.resolve();
  #meanMs = 0;
  #isStopped = false;

  /** `diagnose` must not reject. */
  constructor(diagnose: (cluster: Cluster) => Promise<void>, timers: Timers = systemTimers) {
    this.#diagnose = diagnose;
    this.#timers = timers;
  }

  /** Diagnoses a cluster once changes have settled, and it has rested. */
  soon(cluster: Cluster): void {
    const key = keyOf(cluster);
    const restMs = (this.#resting.get(key) ?? 0) - this.#timers.elapsed();
    if (restMs > SETTLE_MS) {
      this.after(cluster, restMs);
      return;
    }
    this.#due.set(key, cluster);
    this.#schedule();
  }

  /** Diagnoses a cluster after a time in milliseconds, which replaces an earlier one. */
  after(cluster: Cluster, ms: number): void {
    const key = keyOf(cluster);
    this.#later.get(key)?.();
    const cancel = this.#timers.after(ms, () => {
      this.#later.delete(key);
      this.soon(cluster);
    });
    this.#later.set(key, cancel);
  }

  /** Diagnoses a cluster that seems to be well, when there is time. */
  whenCalm(cluster: Cluster): void {
    if (this.#later.has(keyOf(cluster))) return;
    this.after(cluster, Math.max(CALM_MS, (this.#later.size * this.#meanMs) / CALM_SHARE));
  }

  /** Ends after the diagnosis under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    for (const cancel of this.#later.values()) cancel();
    await this.#working;
  }

  /** Resolves once no diagnosis is under way. */
  idle(): Promise<void> {
    return this.#working;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#cancel ??= this.#timers.after(SETTLE_MS, () => {
      this.#cancel = undefined;
      this.#working = this.#working.then(() => this.#work());
    });
  }

  async #work(): Promise<void> {
    for (const [key, cluster] of this.#due) {
      if (this.#isStopped) return;
      this.#due.delete(key);
      const began = this.#timers.elapsed();
      await this.#diagnose(cluster);
      const took = this.#timers.elapsed() - began;
      this.#meanMs = 0.9 * this.#meanMs + 0.1 * took;
      if (took * REST > SETTLE_MS) this.#resting.set(key, this.#timers.elapsed() + took * REST);
      else this.#resting.delete(key);
    }
  }
}

function keyOf({ tenantId, name }: Cluster): string {
  return `${tenantId}/${name}`;
}
