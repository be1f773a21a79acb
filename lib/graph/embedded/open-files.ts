import type { GraphFile } from './graph-file.ts';

interface Entry {
  opening: Promise<GraphFile>;
  users: number;
  /** Set once the file is being closed; resolves when it is closed. */
  closing?: Promise<void>;
  idle?: () => void;
}

/**
 * The graph files that are open: opened at first use, the least recently used idle one closed when there are more than
 * `max`. A file in use is never closed.
 */
export class OpenFiles {
  #entries = new Map<string, Entry>();
  #open: (tenantId: string, create: boolean) => Promise<GraphFile>;
  #max: number;

  constructor(max: number, open: (tenantId: string, create: boolean) => Promise<GraphFile>) {
    this.#max = max;
    this.#open = open;
  }

  /** Runs `work` on the client's file, opening it if necessary. */
  async use<T>(tenantId: string, work: (file: GraphFile) => Promise<T>, { create = false } = {}): Promise<T> {
    const entry = await this.#enter(tenantId, create);
    try {
      return await work(await entry.opening);
    } finally {
      entry.users--;
      if (entry.users === 0) entry.idle?.();
      this.#closeSurplus();
    }
  }

  /** The client's entry with one user more: counted at once, so that nobody closes it in between. */
  async #enter(tenantId: string, create: boolean): Promise<Entry> {
    for (;;) {
      const known = this.#entries.get(tenantId);
      if (known?.closing) {
        await known.closing;
        continue;
      }
      if (known) this.#entries.delete(tenantId);
      const entry = known ?? { opening: this.#open(tenantId, create), users: 0 };
      // Insertion order is the order of use: the first is the least recently used.
      this.#entries.set(tenantId, entry);
      entry.users++;
      if (!known) {
        entry.opening.catch(() => {
          if (this.#entries.get(tenantId) === entry) this.#entries.delete(tenantId);
        });
      }
      return entry;
    }
  }

  #closeSurplus(): void {
    for (const [tenantId, entry] of this.#entries) {
      if (this.#entries.size <= this.#max) return;
      if (entry.users === 0 && !entry.closing) void this.close(tenantId);
    }
  }

  /** Closes the client's file once its users are done; nothing happens when it is not open. */
  async close(tenantId: string): Promise<void> {
    const entry = this.#entries.get(tenantId);
    if (!entry) return;
    entry.closing ??= (async () => {
      if (entry.users > 0) await new Promise<void>((resolve) => (entry.idle = resolve));
      try {
        (await entry.opening).close();
      } catch {
        // It never opened, or closing failed to write: what was committed is in its write-ahead log.
      } finally {
        if (this.#entries.get(tenantId) === entry) this.#entries.delete(tenantId);
      }
    })();
    await entry.closing;
  }

  /** Runs `work` while the client's file is closed and stays so: other callers wait. */
  async whileClosed<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    while (this.#entries.has(tenantId)) await this.close(tenantId);
    let done = () => {};
    const closing = new Promise<void>((resolve) => (done = resolve));
    const entry: Entry = { opening: new Promise(() => {}), users: 0, closing };
    this.#entries.set(tenantId, entry);
    try {
      return await work();
    } finally {
      this.#entries.delete(tenantId);
      done();
    }
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((tenantId) => this.close(tenantId)));
  }
}
