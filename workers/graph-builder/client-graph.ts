import type { EventLog, LogRecord, Positions } from '#lib/event-log/port.ts';
import {
  filledProjection,
  type GraphBatch,
  GraphBatchError,
  GraphDamagedError,
  type GraphStore,
  type Observed,
  type Projection,
  readKnown,
  type TouchedObject,
} from '#lib/graph/index.ts';
import { STREAMS, type Stream } from '#lib/wire/names.ts';
import { parseRecord } from './parse.ts';

/** What one step did to a client's graph. */
export interface Applied {
  /** Records taken from the log, rejected ones among them, and their size. */
  records: number;
  bytes: number;
  /** Clusters of which something was applied. */
  clusters: string[];
  touched: TouchedObject[];
  unhealthy: boolean;
}

/** A record that could not become part of the graph. */
export interface Rejected {
  stream: Stream;
  record: LogRecord;
  reason: string;
}

interface Read {
  stream: Stream;
  record: LogRecord;
  observed: Observed;
}

/** What a client's graph works with. */
export interface Parts {
  log: EventLog;
  store: GraphStore;
  /** Records of a stream in one transaction. */
  batchSize: number;
  /** The fencing number of this writer (GraphBatch.fence); without it there is only ever one writer. */
  fence: number | undefined;
  onRejected: (rejected: Rejected) => Promise<void>;
}

/**
 * One client's graph and its position in the log. It begins at the position that the graph holds, and keeps the state of
 * the projection in memory; after any error it must be discarded and begun again.
 */
export class ClientGraph {
  #tenantId: string;
  #parts: Parts;
  #positions: Positions;
  #projection: Projection;

  private constructor(tenantId: string, parts: Parts, positions: Positions, projection: Projection) {
    this.#tenantId = tenantId;
    this.#parts = parts;
    this.#positions = positions;
    this.#projection = projection;
  }

  /** Begins at the position that the graph holds. Throws UnknownGraphError, GraphDamagedError, FencedError. */
  static async begin(tenantId: string, parts: Parts): Promise<ClientGraph> {
    // An earlier writer is fenced off before the position is read: it may be about to move it.
    if (parts.fence !== undefined) await parts.store.apply(tenantId, { nodes: [], edges: [], fence: parts.fence });
    const positions = await parts.store.positions(tenantId);
    try {
      const projection = await filledProjection((cypher, params) => parts.store.query(tenantId, cypher, params));
      return new ClientGraph(tenantId, parts, positions, projection);
    } catch (error) {
      // The file opens, but its content was not written by this program.
      if (error instanceof SyntaxError || error instanceof TypeError) throw new GraphDamagedError(tenantId, error.message);
      throw error;
    }
  }

  get fence(): number | undefined {
    return this.#parts.fence;
  }

  get positions(): Positions {
    return this.#positions;
  }

  /** How many live objects it keeps in memory. */
  get objects(): number {
    return this.#projection.inventory.size;
  }

  /** Applies the next records of every stream in one transaction, together with the position behind them; undefined at the end of the log. */
  async step(): Promise<Applied | undefined> {
    const { log, batchSize } = this.#parts;
    const reads: Read[] = [];
    const rejected: Rejected[] = [];
    const positions: Positions = { ...this.#positions };
    let records = 0;
    let bytes = 0;
    // State comes first, and evidence only after the state that was appended before it: the object that it is about then exists.
    let horizon = Number.POSITIVE_INFINITY;
    const ends = await log.ends(this.#tenantId);
    for (const stream of STREAMS) {
      if (ends[stream] <= (positions[stream] ?? 0n)) continue;
      const available = await log.read(this.#tenantId, stream, positions[stream] ?? 0n, batchSize);
      const later = available.findIndex(({ appendedAt }) => appendedAt > horizon);
      const page = later < 0 ? available : available.slice(0, later);
      if (stream === STREAMS[0] && page.length >= batchSize) horizon = page.at(-1)!.appendedAt;
      for (const record of page) {
        const parsed = parseRecord(stream, record);
        if ('reason' in parsed) rejected.push({ stream, record, reason: parsed.reason });
        else reads.push({ stream, record, observed: parsed.observed });
        positions[stream] = record.offset + 1n;
        bytes += record.value.length;
      }
      records += page.length;
    }
    if (records === 0) return undefined;
    // Reported before the position moves past them: a crash in between reports them twice rather than not at all.
    for (const one of rejected) await this.#parts.onRejected(one);
    try {
      return { ...(await this.#apply(reads, positions)), records, bytes };
    } catch (error) {
      if (!isCausedByRecords(error)) throw error;
      return { ...(await this.#applyOneByOne(reads, positions)), records, bytes };
    }
  }

  async #apply(reads: Read[], positions: Positions): Promise<Omit<Applied, 'records' | 'bytes'>> {
    const { store } = this.#parts;
    const observed = reads.map((read) => read.observed);
    const known = await readKnown((cypher, params) => store.query(this.#tenantId, cypher, params), this.#projection.touchedBy(observed));
    const { batch, touched, unhealthy } = this.#projection.project(observed, known, positions);
    await this.#write(batch);
    this.#positions = positions;
    return { clusters: [...new Set(observed.map(({ message }) => message.cluster))], touched, unhealthy };
  }

  /** One of these records cannot be projected or stored: it is found by applying each alone, reported and skipped. */
  async #applyOneByOne(reads: Read[], end: Positions): Promise<Omit<Applied, 'records' | 'bytes'>> {
    const applied = { clusters: new Set<string>(), touched: new Map<string, TouchedObject>(), unhealthy: false };
    await this.#refill();
    for (const read of reads) {
      const positions = { ...this.#positions, [read.stream]: read.record.offset + 1n };
      try {
        const one = await this.#apply([read], positions);
        for (const cluster of one.clusters) applied.clusters.add(cluster);
        for (const object of one.touched) applied.touched.set(object.key, object);
        applied.unhealthy ||= one.unhealthy;
      } catch (error) {
        if (!isCausedByRecords(error)) throw error;
        await this.#parts.onRejected({ stream: read.stream, record: read.record, reason: (error as Error).message });
        await this.#write({ nodes: [], edges: [], positions });
        this.#positions = positions;
        await this.#refill();
      }
    }
    await this.#write({ nodes: [], edges: [], positions: end });
    this.#positions = end;
    return { clusters: [...applied.clusters], touched: [...applied.touched.values()], unhealthy: applied.unhealthy };
  }

  async #write(batch: GraphBatch): Promise<void> {
    const { store, fence } = this.#parts;
    await store.apply(this.#tenantId, fence === undefined ? batch : { ...batch, fence });
  }

  /** Fills the projection from the graph again: after a batch that failed it contains objects that do not exist. */
  async #refill(): Promise<void> {
    this.#projection = await filledProjection((cypher, params) => this.#parts.store.query(this.#tenantId, cypher, params));
  }
}

/** Whether an error is caused by the records themselves, and thus comes again every time: not by a disk or a connection. */
function isCausedByRecords(error: unknown): boolean {
  return error instanceof GraphBatchError || error instanceof TypeError || error instanceof RangeError;
}
