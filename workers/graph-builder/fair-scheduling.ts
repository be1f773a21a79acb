/**
 * Which client is worked on next: deficit round robin (Shreedhar and Varghese, "Efficient Fair Queuing Using Deficit Round
 * Robin", SIGCOMM 1995). Every waiting client is given the same quantum per round and pays for its steps from it, so that
 * one that sends many or large records gets no more of the builder than any other that waits. A client has at most one step
 * at a time; `quantum` and costs are in bytes.
 */
export class FairSchedule {
  readonly #quantum: number;
  /** Clients that wait, in order. */
  readonly #waiting = new Set<string>();
  readonly #running = new Set<string>();
  /** What each client in the rounds has left; below zero, what it owes. */
  readonly #credit = new Map<string, number>();

  constructor(quantum: number) {
    this.#quantum = quantum;
  }

  /** Lets a client wait for a step; while one runs already, for another after it. */
  enqueue(tenantId: string): void {
    this.#waiting.add(tenantId);
  }

  /** The client whose step is next; undefined when no client waits but those with a step running. `finish` must follow. */
  next(): string | undefined {
    const ready = [...this.#waiting].filter((tenantId) => !this.#running.has(tenantId));
    if (ready.length === 0) return undefined;
    for (;;) {
      for (const tenantId of ready) {
        const credit = (this.#credit.get(tenantId) ?? 0) + this.#quantum;
        this.#credit.set(tenantId, Math.min(credit, this.#quantum));
        this.#waiting.delete(tenantId);
        if (credit > 0) {
          this.#running.add(tenantId);
          return tenantId;
        }
        this.#waiting.add(tenantId);
      }
    }
  }

  /** Ends a client's step, which cost `cost`. With nothing left to do (no `more`) it leaves the rounds, and its debt is forgotten. */
  finish(tenantId: string, cost: number, more: boolean): void {
    this.#running.delete(tenantId);
    this.#credit.set(tenantId, (this.#credit.get(tenantId) ?? 0) - cost);
    if (more) this.#waiting.add(tenantId);
    else if (!this.#waiting.has(tenantId)) this.#credit.delete(tenantId);
  }

  /** No client waits and no step runs. */
  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0;
  }
}
