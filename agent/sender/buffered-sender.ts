import { MAX_MESSAGE_BYTES, type Messages } from '#lib/wire/messages.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import type { DiskBuffer } from '../buffer/disk-buffer.ts';
import { type AgentLog, errorText } from '../log.ts';
import { Backoff, pause } from '../time.ts';
import { DeliveryError, type DeliveryTrouble, type Sender, type Transport, type Verdicts } from './transport.ts';

/** The maximum number of records in a request. */
export const MAX_BATCH_RECORDS = 500;
/** The maximum size of a request in bytes, before compression; a little is left for the frame around the records. */
export const MAX_BATCH_BYTES = 1_000_000;

/** How long to wait where the provider does not say, in ms. */
export interface DeliveryTimes {
  backoff: { baseMs: number; maxMs: number };
  refusedMs: number;
  /** After a wait of at least this long only the newest state of each object is sent. */
  foldAfterMs: number;
}

const TIMES: DeliveryTimes = { backoff: { baseMs: 500, maxMs: 30_000 }, refusedMs: 60_000, foldAfterMs: 60_000 };

/**
 * A sender that writes to the disk buffer first and delivers from there, each stream by itself and in order, one
 * request at a time. What was delivered and not yet acknowledged is sent again after a crash: the provider recognizes duplicates.
 */
export class BufferedSender implements Sender {
  readonly #buffer: DiskBuffer;
  readonly #transport: Transport;
  readonly #log: AgentLog;
  readonly #times: DeliveryTimes;
  readonly #trouble = new Map<Stream, DeliveryTrouble>();
  readonly #reasonsLogged = new Set<string>();
  #delivered = 0;
  #rejected = 0;

  constructor(buffer: DiskBuffer, transport: Transport, log: AgentLog, times: Partial<DeliveryTimes> = {}) {
    this.#buffer = buffer;
    this.#transport = transport;
    this.#log = log;
    this.#times = { ...TIMES, ...times };
  }

  /** Messages that the provider has accepted since the start. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Messages given up since the start: rejected by the provider, or larger than it accepts. */
  get rejected(): number {
    return this.#rejected;
  }

  /** The streams that cannot be delivered at the moment, and why. */
  get trouble(): ReadonlyMap<Stream, DeliveryTrouble> {
    return this.#trouble;
  }

  async send<S extends Stream>(stream: S, messages: readonly Messages[S][]): Promise<void> {
    const payloads: string[] = [];
    for (const message of messages) {
      const payload = JSON.stringify(message);
      const bytes = Buffer.byteLength(payload);
      if (bytes <= MAX_MESSAGE_BYTES) payloads.push(payload);
      else this.#reject(stream, `a message of ${bytes} bytes is over the limit of ${MAX_MESSAGE_BYTES}`, 'over the size limit');
    }
    await this.#buffer.append(stream, payloads);
  }

  /** Delivers until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(STREAMS.map((stream) => this.#deliverStream(stream, signal)));
  }

  async #deliverStream(stream: Stream, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(this.#times.backoff);
    while (!signal.aborted) {
      await this.#buffer.untilData(stream, signal);
      if (signal.aborted) return;
      try {
        const batch = await this.#buffer.peek(stream, MAX_BATCH_RECORDS, MAX_BATCH_BYTES);
        if (!batch) continue;
        const verdicts = await this.#deliver(stream, batch.payloads, signal);
        // Counted first, so that a batch that has left the buffer is always in the counts.
        this.#count(stream, verdicts);
        await this.#buffer.acknowledge(stream, batch);
        backoff.reset();
        if (this.#trouble.delete(stream)) this.#log.info('delivery works again', { stream });
      } catch (error) {
        if (signal.aborted) return;
        const wait = this.#waitAfter(stream, error, backoff);
        await pause(wait, signal);
        if (wait >= this.#times.foldAfterMs && stream === 'state.k8s.resource') await this.#fold();
      }
    }
  }

  /** What was over the limit of a day would use up the next one with versions of the past: the newest state wins. */
  async #fold(): Promise<void> {
    const removed = await this.#buffer.foldState();
    if (removed > 0) this.#log.info('of the state that waits only the newest of each object is kept', { removed });
  }

  /** Delivers a batch, in halves where the whole is not acceptable; a single unacceptable record is rejected. */
  async #deliver(stream: Stream, payloads: readonly string[], signal: AbortSignal): Promise<Verdicts> {
    try {
      return await this.#transport.deliver(stream, payloads, signal);
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.problem !== 'unacceptable') throw error;
      if (payloads.length === 1) return [error.message];
      const middle = Math.ceil(payloads.length / 2);
      const first = await this.#deliver(stream, payloads.slice(0, middle), signal);
      return [...first, ...(await this.#deliver(stream, payloads.slice(middle), signal))];
    }
  }

  #count(stream: Stream, verdicts: Verdicts): void {
    for (const reason of verdicts) {
      if (reason === undefined) this.#delivered++;
      else this.#reject(stream, reason, reason);
    }
  }

  #reject(stream: Stream, reason: string, kind: string): void {
    this.#rejected++;
    const key = `${stream} ${kind}`;
    if (this.#reasonsLogged.has(key) || this.#reasonsLogged.size >= 1000) return;
    this.#reasonsLogged.add(key);
    this.#log.warn('a message was rejected and dropped; further ones with this reason are only counted', { stream, reason });
  }

  #waitAfter(stream: Stream, error: unknown, backoff: Backoff): number {
    const known = error instanceof DeliveryError ? error : undefined;
    const before = this.#trouble.get(stream);
    const trouble = { problem: known?.problem ?? 'unreachable', message: errorText(error), since: before?.since ?? Date.now() };
    if (before?.message !== trouble.message)
      this.#log.warn('messages wait in the buffer', { stream, problem: trouble.problem, reason: trouble.message });
    this.#trouble.set(stream, trouble);
    const ownWait = backoff.next();
    if (trouble.problem === 'refused') return known?.retryAfterMs ?? this.#times.refusedMs;
    return Math.max(known?.retryAfterMs ?? 0, trouble.problem === 'busy' && known?.retryAfterMs !== undefined ? 0 : ownWait);
  }
}
