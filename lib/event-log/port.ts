import type { Stream } from '#lib/wire/names.ts';
import type { NewRecord } from '#lib/wire/records.ts';

export type { NewRecord };

/** A record as read: its offset in its stream counts from 0 without a promise of no gaps; `appendedAt` in epoch ms. */
export interface LogRecord extends NewRecord {
  offset: bigint;
  appendedAt: number;
  /** The trace that the append was part of, as a `traceparent` header, if it was sampled. */
  trace?: string;
}

/** A consumer's place: the offset of the next record to read in each stream it has begun. */
export type Positions = Partial<Record<Stream, bigint>>;

/** Is called with a stream for which something failed; the others go on, unless it throws. */
export type SkipFailure = (tenantId: string, stream: string, error: unknown) => void;

export const rethrow: SkipFailure = (_tenantId, _stream, error) => {
  throw error;
};

/**
 * The event log: per-client append-only streams, read by offset. Consumers keep their positions together with
 * their effects (the graph-builder in the client's graph, usage in PostgreSQL); `report` only makes lag visible.
 * Adapters: `postgres`, `kafka`. Both must pass `contract.integration.test.ts`.
 */
export interface EventLog {
  /** Makes the five streams of a client with its plan's retention. Idempotent; a repeat updates the retention. */
  create(tenantId: string, retentionDays: number): Promise<void>;
  /** Removes the client's streams and everything in them. Idempotent. */
  drop(tenantId: string): Promise<void>;
  /** Appends in order and returns once durable. Throws UnknownStreamError when the client has no such stream. */
  append(tenantId: string, stream: Stream, records: readonly NewRecord[]): Promise<{ first: bigint; last: bigint }>;
  /** Up to `limit` records at or after `from`, in order; fewer or none at the end. Records past retention are skipped. */
  read(tenantId: string, stream: Stream, from: bigint, limit: number): Promise<LogRecord[]>;
  /** For each stream the offset after its last record. */
  ends(tenantId: string): Promise<Record<Stream, bigint>>;
  /** Tells how far a consumer group has come, for lag and the admin area. Never moves backwards. */
  report(group: string, tenantId: string, positions: Positions): Promise<void>;
  /** Records between a group's reported position and the end, by stream. */
  lag(group: string, tenantId: string): Promise<Record<Stream, bigint>>;
  /** The same of every client that has streams, at the price of one look. */
  endsOfAll(): Promise<Map<string, Record<Stream, bigint>>>;
  /** What a group reported of every client. */
  reported(group: string): Promise<Map<string, Positions>>;
  /**
   * Deletes records older than each client's retention. Returns how many went. Of state the newest record of each object stays, and
   * in PostgreSQL whatever usage has not counted yet; brokers of Kafka delete by age alone.
   * A stream that fails is handed to `skip` and the others go on; without `skip` the error is thrown.
   */
  enforceRetention(now: number, skip?: SkipFailure): Promise<number>;
  /** Bytes of keys and values that the client's streams hold. */
  sizeBytes(tenantId: string): Promise<number>;
  /** Calls `listener` with a client id soon after something was appended for it; may call spuriously, and may miss: poll besides. Returns the unsubscribe. */
  onAppend(listener: (tenantId: string) => void): () => void;
  close(): Promise<void>;
}

/** Thrown where a client's stream does not exist (not provisioned, or removed). */
export class UnknownStreamError extends Error {
  override name = 'UnknownStreamError';
  constructor(tenantId: string, stream: string) {
    super(`client ${tenantId} has no stream ${stream}`);
  }
}
