/**
 * Who takes the next turn: deficit round robin (Shreedhar and Varghese, "Efficient Fair Queuing Using Deficit Round
 * Robin", SIGCOMM 1995). Every client that waits is given the same quantum a round, and its turns are paid from it, so
 * that one that sends much or large records gets no more of the builder than any other that waits. A client has at most
 * one turn at a time; `quantum` and prices are in bytes.
 */
export class Turns {
  #quantum: number;
  /** Clients that wait, in the order of their turns. */
  #waiting = new Set<string>();
  #taking = new Set<string>();
  /** What each client in the rounds has left; below zero, what it owes. */
  #credit = new Map<string, number>();

  constructor(quantum: number) {
    this.#quantum = quantum;
  }

  /** Lets a client wait for a turn; at its turn already, for one more after it. */
  want(clientId: string): void {
    this.#waiting.add(clientId);
  }

  /** The client whose turn it is; undefined when nobody waits but those who take one. `done` must follow. */
  take(): string | undefined {
    const ready = [...this.#waiting].filter((clientId) => !this.#taking.has(clientId));
    if (ready.length === 0) return undefined;
    for (;;) {
      for (const clientId of ready) {
        const credit = (this.#credit.get(clientId) ?? 0) + this.#quantum;
        this.#credit.set(clientId, Math.min(credit, this.#quantum));
        this.#waiting.delete(clientId);
        if (credit > 0) {
          this.#taking.add(clientId);
          return clientId;
        }
        this.#waiting.add(clientId);
      }
    }
  }

  /** Ends a client's turn, which cost `price`. With nothing left to do (no `more`) it leaves the rounds, and its debt is forgotten. */
  done(clientId: string, price: number, more: boolean): void {
    this.#taking.delete(clientId);
    this.#credit.set(clientId, (this.#credit.get(clientId) ?? 0) - price);
    if (more) this.#waiting.add(clientId);
    else if (!this.#waiting.has(clientId)) this.#credit.delete(clientId);
  }

  /** Nobody waits, nobody takes a turn. */
  get idle(): boolean {
    return this.#waiting.size === 0 && this.#taking.size === 0;
  }
}
