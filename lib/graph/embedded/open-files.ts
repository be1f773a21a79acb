import type { GraphFile } from './graph-file.ts';

interface Entry {
  opening: Promise<GraphFile>;
  users: number;
  /** Set once the file is on its way out; resolves when it is closed. */
  closing?: Promise<void>;
  idle?: () => void;
}

/**
 * The graph files that are open: opened at first use, the least recently used idle one closed when there are more than
 * `max`. A file in use is never closed under its user.
 */
export class OpenFiles {
  #entries = new Map<string, Entry>();
  #open: (clientId: string, create: boolean) => Promise<GraphFile>;
  #max: number;

  constructor(max: number, open: (clientId: string, create: boolean) => Promise<GraphFile>) {
    this.#max = max;
    this.#open = open;
  }

  /** Runs `work` on the client's file, opening it if need be. */
  async use<T>(clientId: string, work: (file: GraphFile) => Promise<T>, { create = false } = {}): Promise<T> {
    const entry = await this.#enter(clientId, create);
    try {
      return await work(await entry.opening);
    } finally {
      entry.users--;
      if (entry.users === 0) entry.idle?.();
      this.#closeSurplus();
    }
  }

  /** The client's entry with one user more: counted at once, so that nobody closes it in between. */
  async #enter(clientId: string, create: boolean): Promise<Entry> {
    for (;;) {
      const known = this.#entries.get(clientId);
      if (known?.closing) {
        await known.closing;
        continue;
      }
      if (known) this.#entries.delete(clientId);
      const entry = known ?? { opening: this.#open(clientId, create), users: 0 };
      // Insertion order is the order of use: the first is the least recently used.
      this.#entries.set(clientId, entry);
      entry.users++;
      if (!known) {
        entry.opening.catch(() => {
          if (this.#entries.get(clientId) === entry) this.#entries.delete(clientId);
        });
      }
      return entry;
    }
  }

  #closeSurplus(): void {
    for (const [clientId, entry] of this.#entries) {
      if (this.#entries.size <= this.#max) return;
      if (entry.users === 0 && !entry.closing) void this.close(clientId);
    }
  }

  /** Closes the client's file once its users are done; nothing happens when it is not open. */
  async close(clientId: string): Promise<void> {
    const entry = this.#entries.get(clientId);
    if (!entry) return;
    entry.closing ??= (async () => {
      if (entry.users > 0) await new Promise<void>((resolve) => (entry.idle = resolve));
      try {
        (await entry.opening).close();
      } catch {
        // It never opened, or closing failed to write: what was committed is in its write-ahead log.
      } finally {
        if (this.#entries.get(clientId) === entry) this.#entries.delete(clientId);
      }
    })();
    await entry.closing;
  }

  /** Runs `work` while the client's file is closed and stays so: who wants it meanwhile waits. */
  async whileClosed<T>(clientId: string, work: () => Promise<T>): Promise<T> {
    while (this.#entries.has(clientId)) await this.close(clientId);
    let done = () => {};
    const closing = new Promise<void>((resolve) => (done = resolve));
    const entry: Entry = { opening: new Promise(() => {}), users: 0, closing };
    this.#entries.set(clientId, entry);
    try {
      return await work();
    } finally {
      this.#entries.delete(clientId);
      done();
    }
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((clientId) => this.close(clientId)));
  }
}
