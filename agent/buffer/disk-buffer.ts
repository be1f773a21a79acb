import { join } from 'node:path';
import { Mutex } from 'async-mutex';
import { messageKey, type StateMessage } from '#lib/wire/messages.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { MAX_FRAME_BYTES } from './frames.ts';
import { type Batch, StreamQueue } from './stream-queue.ts';

const STATE: Stream = 'state.k8s.resource';

/** State is folded for want of room once it has grown to this many times what was left of it by the last fold. */
const FOLD_GROWTH = 2;

/** What goes first when there is no room. State is not among them: it waits instead. */
const DROPPED_FIRST: readonly Stream[] = ['logs.normalized', 'metrics.normalized', 'events.normalized', 'alerts.normalized'];

interface Waiting {
  payloads: string[];
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * The bounded buffer on disk between what was observed and what the provider has taken: a queue a stream.
 * A record is in it once `append` resolved, and survives kill -9 from then on. When it is full, state is folded to the
 * newest version of each object; then the oldest logs go, then the oldest events, each counted; in the end state waits for
 * room, which holds up the watch until the provider takes more.
 */
export class DiskBuffer {
  readonly #maxBytes: number;
  readonly #queues: Record<Stream, StreamQueue>;
  readonly #waiting: Record<Stream, Waiting[]>;
  readonly #dropped: Record<Stream, number>;
  #roomWanted: (() => void)[] = [];
  #dataWanted = new Map<Stream, () => void>();
  /** One operation on the files at a time. */
  readonly #files = new Mutex();
  #closed = false;
  #foldedBytes = 0;

  /**
   * Opens or makes the buffer in `dir`, with room for `maxBytes` (at least 1 MiB). One process a directory.
   * Throws where the directory can't be used.
   */
  constructor(dir: string, maxBytes: number) {
    this.#maxBytes = maxBytes;
    const segmentBytes = Math.min(1024 * 1024, Math.floor(maxBytes / 16));
    const each = <T>(make: (stream: Stream) => T) =>
      Object.fromEntries(STREAMS.map((stream) => [stream, make(stream)])) as Record<Stream, T>;
    this.#queues = each((stream) => new StreamQueue(join(dir, stream), segmentBytes));
    this.#waiting = each(() => []);
    this.#dropped = each(() => 0);
  }

  /** Whether opening found state records cut off or damaged: what was thought sent may not be, and has to be sent again. */
  get stateWasDamaged(): boolean {
    return this.#queues[STATE].wasDamaged;
  }

  /**
   * Appends JSON texts in order; resolves once they are durable, or (other than state) dropped and counted for want
   * of room. Throws RangeError on a record over 16 MiB, and whatever the disk throws.
   */
  async append(stream: Stream, payloads: string[]): Promise<void> {
    if (payloads.length === 0) return;
    const bytes = payloads.reduce((sum, payload) => {
      const size = Buffer.byteLength(payload);
      if (size > MAX_FRAME_BYTES) throw new RangeError(`a record of ${size} bytes does not fit the buffer: the most is ${MAX_FRAME_BYTES}`);
      return sum + size + 8;
    }, 0);
    while (!(await this.#makeRoom(bytes))) {
      if (stream !== STATE) {
        this.#dropped[stream] += payloads.length;
        return;
      }
      if (this.#closed) throw new Error('the buffer was closed while state waited for room in it');
      await new Promise<void>((resolve) => this.#roomWanted.push(resolve));
    }
    if (this.#closed) throw new Error('the buffer is closed');
    await new Promise<void>((resolve, reject) => {
      this.#waiting[stream].push({ payloads, resolve, reject });
      void this.#files.runExclusive(() => this.#flush(stream));
    });
  }

  /** Writes everything that waits for a stream with one sync. */
  async #flush(stream: Stream): Promise<void> {
    const waiting = this.#waiting[stream].splice(0);
    if (waiting.length === 0) return;
    try {
      await this.#queues[stream].append(waiting.flatMap((one) => one.payloads));
      for (const one of waiting) one.resolve();
    } catch (error) {
      for (const one of waiting) one.reject(error);
    }
    this.#dataWanted.get(stream)?.();
  }

  /** Whether `bytes` more fit, after dropping what may be dropped. An empty buffer takes anything. */
  #makeRoom(bytes: number): Promise<boolean> {
    return this.#files.runExclusive(async () => {
      while (this.bytes > 0 && this.bytes + bytes > this.#maxBytes) {
        if (this.#queues[STATE].bytes > FOLD_GROWTH * this.#foldedBytes) {
          await this.#fold();
          continue;
        }
        const victim = DROPPED_FIRST.find((stream) => this.#queues[stream].bytes > 0);
        if (!victim) return false;
        this.#dropped[victim] += (await this.#queues[victim].dropOldest()) ?? 0;
      }
      return true;
    });
  }

  /** Keeps only the newest state of each object. Gives how many records went. */
  foldState(): Promise<number> {
    return this.#files.runExclusive(() => this.#fold());
  }

  async #fold(): Promise<number> {
    const removed = await this.#queues[STATE].fold((payload) => messageKey(STATE, JSON.parse(payload) as StateMessage));
    this.#foldedBytes = this.#queues[STATE].bytes;
    return removed;
  }

  /** The oldest records of a stream that were not delivered yet: at most `maxRecords`, together `maxBytes` (but at least one). */
  peek(stream: Stream, maxRecords: number, maxBytes: number): Promise<Batch | undefined> {
    return this.#files.runExclusive(async () => {
      const lost = this.#queues[stream].lost;
      const batch = this.#queues[stream].peek(maxRecords, maxBytes);
      this.#dropped[stream] += this.#queues[stream].lost - lost;
      return batch;
    });
  }

  /** Forgets a batch that `peek` gave: it was delivered. */
  async acknowledge(stream: Stream, batch: Batch): Promise<void> {
    await this.#files.runExclusive(() => this.#queues[stream].acknowledge(batch));
    for (const resolve of this.#roomWanted.splice(0)) resolve();
  }

  /** Resolves once the stream has undelivered records, or `signal` aborts. One waiter a stream. */
  async untilData(stream: Stream, signal: AbortSignal): Promise<void> {
    while (this.#queues[stream].records === 0 && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const onAbort = () => resolve();
      this.#dataWanted.set(stream, resolve);
      signal.addEventListener('abort', onAbort);
      await promise;
      signal.removeEventListener('abort', onAbort);
    }
    this.#dataWanted.delete(stream);
  }

  /** Bytes on disk. */
  get bytes(): number {
    return STREAMS.reduce((sum, stream) => sum + this.#queues[stream].bytes, 0);
  }

  /** Records not delivered yet. */
  get records(): number {
    return STREAMS.reduce((sum, stream) => sum + this.#queues[stream].records, 0);
  }

  /** Records of a stream not delivered yet. */
  recordsOf(stream: Stream): number {
    return this.#queues[stream].records;
  }

  /** Records dropped for want of room or lost to the disk since opening, by stream. */
  get dropped(): Readonly<Record<Stream, number>> {
    return this.#dropped;
  }

  /** Lets running appends end and closes the files. Appends that wait for room are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const resolve of this.#roomWanted.splice(0)) resolve();
    await this.#files.runExclusive(async () => {
      for (const stream of STREAMS) await this.#queues[stream].close();
    });
  }
}
