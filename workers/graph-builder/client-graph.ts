import type { EventLog, Positions } from '#lib/event-log/port.ts';
import {
  filledProjection,
  type GraphBatch,
  GraphBatchError,
  GraphDamagedError,
  type GraphStore,
  type Projection,
  readKnown,
  type TouchedObject,
} from '#lib/graph/index.ts';
import { SpanKind, withSpanOfEach } from '#lib/platform/tracing.ts';
import { type Ahead, positionsBefore, type Read, type Rejected, readAhead } from './read-ahead.ts';

/**
 * Bounds of one step. A step has its thread for itself for as long as it projects, so that no client may send what takes long:
 * what is beyond them is left for the next step, after those of the other clients.
 */
const MAX_STEP_EFFECTS = 10_000;
const MAX_STEP_MS = 100;
/** What a node or an edge to write, and a millisecond of projecting, are worth in bytes of records: above what those of ordinary data take. */
const COST = { effect: 500, ms: 2_500 };
/** Relations that take as much memory as a live object. */
const LINKS_PER_OBJECT = 4;
/** Graphs of fewer objects are not compared with the plan, which is asked for at most once a minute. */
const SMALL = 1_000;
const PLAN_MS = 60_000;

/** What one step did to a client's graph. */
export interface Applied {
  /** Records taken from the log, rejected ones among them. */
  records: number;
  /** What the step cost, in bytes of records: their own, or more where they caused more work than most. */
  cost: number;
  /** Clusters of which something was applied. */
  clusters: string[];
  touched: TouchedObject[];
  unhealthy: boolean;
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
  /** The most live objects that the client's plan allows; without it there is no limit. */
  maxObjects?: (() => Promise<number>) | undefined;
  /** Those of the clusters of records over Kafka that the plan does not allow; without it all are allowed. */
  refusedClusters?: ((clusters: ReadonlySet<string>) => Promise<ReadonlySet<string>>) | undefined;
  /** When a cluster was removed, epoch ms: what was appended before does not belong in the graph. */
  removedAt?: ((cluster: string) => number | undefined) | undefined;
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
  /** Records of a stream to read at once: fewer where they are large. */
  #limit: number;
  #plan = { maxObjects: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

  private constructor(tenantId: string, parts: Parts, positions: Positions, projection: Projection) {
    this.#tenantId = tenantId;
    this.#parts = parts;
    this.#positions = positions;
    this.#projection = projection;
    this.#limit = parts.batchSize;
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

  /** How many live objects of ordinary size, with their relations, it takes as much memory as. */
  get objects(): number {
    const { weight, links } = this.#projection.inventory;
    return weight + Math.ceil(links / LINKS_PER_OBJECT);
  }

  /**
   * Applies the next records of every stream in one transaction, together with the position behind them, as far as the bounds
   * of a step reach; undefined at the end of the log.
   */
  async step(): Promise<Applied | undefined> {
    const ahead = await readAhead(this.#tenantId, this.#parts, this.#positions, this.#limit);
    this.#limit = ahead.nextLimit;
    if (ahead.offsets.length === 0) return undefined;
    // Reported before the position moves past them: a crash in between reports them twice rather than not at all.
    for (const one of ahead.rejected) await this.#parts.onRejected(one);
    const began = this.#positions;
    const span = { kind: SpanKind.CONSUMER, attributes: { 'kg_rca.client_id': this.#tenantId } };
    const traces = ahead.reads.map(({ record }) => record.trace);
    const applied = await withSpanOfEach('apply to graph', span, traces, () => this.#applyAhead(ahead));
    const records = ahead.offsets.filter(([stream, offset]) => offset < (this.#positions[stream] ?? 0n) && offset >= (began[stream] ?? 0n));
    const share = records.length / ahead.offsets.length;
    return { ...applied, records: records.length, cost: Math.max(applied.cost, ahead.bytes * share) };
  }

  async #applyAhead({ reads, positions }: Ahead): Promise<Omit<Applied, 'records'>> {
    try {
      return await this.#apply(reads, positions);
    } catch (error) {
      if (!isCausedByRecords(error)) throw error;
      return await this.#applyOneByOne(reads);
    }
  }

  /** Applies records, as many as the bounds of a step allow; `end` are the positions after all of them. */
  async #apply(reads: Read[], end: Positions): Promise<Omit<Applied, 'records'>> {
    const { store } = this.#parts;
    const observed = reads.map((read) => read.observed);
    const known = await readKnown((cypher, params) => store.query(this.#tenantId, cypher, params), this.#projection.touchedBy(observed));
    const maxObjects = await this.#maxObjects();
    const began = performance.now();
    const { batch, touched, unhealthy, taken, beyond } = this.#projection.project(observed, known, end, {
      isEnough: (effects) => effects >= MAX_STEP_EFFECTS || performance.now() - began >= MAX_STEP_MS,
      ...(maxObjects !== undefined && { maxObjects }),
    });
    const ms = performance.now() - began;
    for (const { stream, record } of reads.filter((read) => beyond.includes(read.observed))) {
      const reason = `the graphs of this plan hold at most ${maxObjects} live objects, and this is one more: it is left out`;
      await this.#parts.onRejected({ stream, record, reason });
    }
    const positions = positionsBefore(reads.slice(taken), end);
    await this.#write({ ...batch, positions });
    this.#positions = positions;
    const clusters = [...new Set(observed.slice(0, taken).map(({ message }) => message.cluster))];
    const effects = batch.nodes.length + batch.edges.length;
    return { clusters, touched, unhealthy, cost: Math.max(effects * COST.effect, ms * COST.ms) };
  }

  /** What the plan allows, for graphs that are not small. */
  async #maxObjects(): Promise<number | undefined> {
    const { maxObjects } = this.#parts;
    if (!maxObjects || this.#projection.inventory.weight < SMALL - this.#parts.batchSize) return undefined;
    if (performance.now() >= this.#plan.until) this.#plan = { maxObjects: await maxObjects(), until: performance.now() + PLAN_MS };
    return this.#plan.maxObjects;
  }

  /**
   * One of these records cannot be projected or stored: it is found by applying each alone, reported and skipped. The rest is
   * left for the next step, since what the projection knows has to be read again first.
   */
  async #applyOneByOne(reads: Read[]): Promise<Omit<Applied, 'records'>> {
    const applied = { clusters: new Set<string>(), touched: new Map<string, TouchedObject>(), unhealthy: false };
    let cost = await this.#refill();
    for (const read of reads) {
      const positions = { ...this.#positions, [read.stream]: read.record.offset + 1n };
      try {
        const one = await this.#apply([read], positions);
        for (const cluster of one.clusters) applied.clusters.add(cluster);
        for (const object of one.touched) applied.touched.set(object.key, object);
        applied.unhealthy ||= one.unhealthy;
        cost += one.cost;
      } catch (error) {
        if (!isCausedByRecords(error)) throw error;
        await this.#parts.onRejected({ stream: read.stream, record: read.record, reason: (error as Error).message });
        await this.#write({ nodes: [], edges: [], positions });
        this.#positions = positions;
        cost += await this.#refill();
        break;
      }
    }
    return { ...applied, clusters: [...applied.clusters], touched: [...applied.touched.values()], cost };
  }

  async #write(batch: GraphBatch): Promise<void> {
    const { store, fence } = this.#parts;
    await store.apply(this.#tenantId, fence === undefined ? batch : { ...batch, fence });
  }

  /** Fills the projection from the graph again: after a batch that failed it contains objects that do not exist. Returns what that cost. */
  async #refill(): Promise<number> {
    this.#projection = await filledProjection((cypher, params) => this.#parts.store.query(this.#tenantId, cypher, params));
    return this.objects * COST.effect;
  }
}

/** Whether an error is caused by the records themselves, and thus comes again every time: not by a disk or a connection. */
function isCausedByRecords(error: unknown): boolean {
  return error instanceof GraphBatchError || error instanceof TypeError || error instanceof RangeError;
}
