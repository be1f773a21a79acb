/** Changes that come within this time are diagnosed together. */
const SETTLE_MS = 750;
/** A change that indicates no trouble is diagnosed this late: for trouble that shows in no single object. */
const CALM_MS = 15_000;
/** Or later, where there are so many such clusters that diagnosing them would take more than this share of the thread. */
const CALM_SHARE = 0.1;

/** After a diagnosis its cluster rests for so many times as long as it took: none keeps the others waiting all the time. */
const REST = 4;

/** A cluster of a client. */
export interface Cluster {
  tenantId: string;
  name: string;
}

/** Decides when clusters are diagnosed: one at a time, each at most once per settling time. */
export class DiagnosisSchedule {
  readonly #diagnose: (cluster: Cluster) => Promise<void>;
  readonly #due = new Map<string, Cluster>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  /** Until when clusters rest whose diagnosis took long, by the clock of performance.now(). */
  readonly #resting = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #meanMs = 0;
  #isStopped = false;

  /** `diagnose` must not reject. */
  constructor(diagnose: (cluster: Cluster) => Promise<void>) {
    this.#diagnose = diagnose;
  }

  /** Diagnoses a cluster once changes have settled, and it has rested. */
  soon(cluster: Cluster): void {
    const key = keyOf(cluster);
    const restMs = (this.#resting.get(key) ?? 0) - performance.now();
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
    clearTimeout(this.#later.get(key));
    const timer = setTimeout(() => {
      this.#later.delete(key);
      this.soon(cluster);
    }, ms);
    this.#later.set(key, timer);
  }

  /** Diagnoses a cluster that seems to be well, when there is time. */
  whenCalm(cluster: Cluster): void {
    if (this.#later.has(keyOf(cluster))) return;
    this.after(cluster, Math.max(CALM_MS, (this.#later.size * this.#meanMs) / CALM_SHARE));
  }

  /** Ends after the diagnosis under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const timer of this.#later.values()) clearTimeout(timer);
    await this.#working;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#working = this.#working.then(() => this.#work());
    }, SETTLE_MS);
  }

  async #work(): Promise<void> {
    for (const [key, cluster] of this.#due) {
      if (this.#isStopped) return;
      this.#due.delete(key);
      const began = performance.now();
      await this.#diagnose(cluster);
      const took = performance.now() - began;
      this.#meanMs = 0.9 * this.#meanMs + 0.1 * took;
      if (took * REST > SETTLE_MS) this.#resting.set(key, performance.now() + took * REST);
      else this.#resting.delete(key);
    }
  }
}

function keyOf({ tenantId, name }: Cluster): string {
  return `${tenantId}/${name}`;
}
