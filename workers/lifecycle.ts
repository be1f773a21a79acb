import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#lib/platform/logger.ts';

/** How long everything but the essential parts may take to stop, together: a supervisor kills after ten seconds or more. */
const STOP_MS = 8_000;
/** What every part gets of that, however long those before it took. */
const LEAST_MS = 200;

/** A start that was told to stop. */
export class StoppingError extends Error {
  override name = 'StoppingError';
}

type Stoppable = { stop(): unknown } | { close(): unknown };

interface Part {
  name: string;
  stop: () => unknown;
  isEssential: boolean;
}

/**
 * The parts of a process in the order in which they were opened, to be stopped the other way round. It may be told to stop
 * at any time, while a part is being opened too. Parts share a time limit; those that are essential (a database server that
 * would outlive this process) are always waited for.
 */
export class Lifecycle {
  readonly #logger: Logger;
  readonly #stopMs: number;
  readonly #parts: Part[] = [];
  readonly #abort = new AbortController();
  #opening: Promise<unknown> = Promise.resolve();
  #stopping: Promise<string[]> | undefined;

  constructor(logger: Logger, stopMs = STOP_MS) {
    this.#logger = logger;
    this.#stopMs = stopMs;
  }

  /** Aborts when the process is told to stop. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Opens a part, and keeps how it is stopped: by `stop`, or by its own stop() or close(). One part at a time. Throws what `open` throws, or StoppingError once the process
   * was told to stop; what was opened by then is stopped with the rest.
   */
  open<T extends Stoppable>(name: string, open: () => Promise<T> | T): Promise<T>;
  open<T>(name: string, open: () => Promise<T> | T, stop: (opened: T) => unknown, options?: { isEssential?: boolean }): Promise<T>;
  async open<T>(name: string, open: () => Promise<T> | T, stop: (opened: T) => unknown = stopOrClose, { isEssential = false } = {}) {
    if (this.#stopping) throw new StoppingError('stopping');
    const opening = (async () => {
      const opened = await open();
      this.#parts.push({ name, stop: () => stop(opened), isEssential });
      return opened;
    })();
    this.#opening = opening.catch(() => {});
    const opened = await opening;
    if (this.#stopping) throw new StoppingError('stopping');
    return opened;
  }

  /** Stops everything, once; never rejects. Returns the names of the parts that did not stop in time, or failed to. */
  stop(): Promise<string[]> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<string[]> {
    this.#abort.abort();
    await Promise.race([this.#opening, delay(this.#stopMs / 2, undefined, { ref: false })]);
    const deadline = performance.now() + this.#stopMs;
    const failed: string[] = [];
    for (const part of this.#parts.toReversed()) {
      const limit = part.isEssential ? Number.POSITIVE_INFINITY : Math.max(LEAST_MS, deadline - performance.now());
      if (!(await this.#stopPart(part, limit))) failed.push(part.name);
    }
    return failed;
  }

  async #stopPart({ name, stop }: Part, limitMs: number): Promise<boolean> {
    const stopped = (async () => {
      try {
        await stop();
        return true;
      } catch (error) {
        this.#logger.error({ err: error, part: name }, 'a part did not stop cleanly');
        return false;
      }
    })();
    if (limitMs === Number.POSITIVE_INFINITY) return await stopped;
    const outcome = await Promise.race([stopped, delay(limitMs, 'late' as const, { ref: false })]);
    if (outcome === 'late') this.#logger.error({ part: name }, 'a part did not stop in time');
    return outcome === true;
  }
}

function stopOrClose(opened: unknown): unknown {
  const part = opened as Stoppable;
  return 'stop' in part ? part.stop() : part.close();
}
