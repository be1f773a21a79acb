import { Mutex } from 'async-mutex';

/** A mutex per key, kept while it is in use: work of one key runs one after the other in its order, of different keys at the same time. */
export class KeyedMutex {
  readonly #mutexes = new Map<string, Mutex>();

  /** Runs `work` once everything before it with this key has ended; returns or throws what it does. */
  async runExclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mutex = this.#mutexes.get(key) ?? new Mutex();
    this.#mutexes.set(key, mutex);
    try {
      return await mutex.runExclusive(work);
    } finally {
      if (!mutex.isLocked()) this.#mutexes.delete(key);
    }
  }

  /** Resolves once everything has ended that was started before. */
  async idle(): Promise<void> {
    await Promise.all([...this.#mutexes.values()].map((mutex) => mutex.runExclusive(() => {})));
  }
}
