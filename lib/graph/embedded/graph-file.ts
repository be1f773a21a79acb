import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Positions } from '#lib/event-log/port.ts';
import {
  FencedError,
  type GraphBatch,
  GraphDamagedError,
  type GraphRow,
  QueryLimitError,
  ReadOnlyQueryError,
  UnknownGraphError,
} from '../port.ts';
import { batchStatements, fenceStatement, KEYED_LABELS, LOOKED_UP, positionsOf, READ_POSITIONS } from '../statements.ts';
import { assertUsable, isDamage, isWriteConflict } from './damage.ts';
import type { Database, DatabaseClass } from './grafeo.ts';
import { readingPlanOf } from './reading.ts';

/** Bytes of write-ahead log at which the file takes the changes in (50 ms): a restart replays at most about this much. */
const CHECKPOINT_WAL_BYTES = 32 * 1024 * 1024;
/** The log's size is looked at once in so many batches. */
const LOOK_EVERY = 16;
const APPLY_TRIES = 5;
const KNOWN_QUERIES = 500;
/**
 * Texts of queries whose plan was seen to read only, whatever the file: neither a graph's content nor a parameter's value
 * changes what a plan's operators are for. Every file explaining each query again would double what a client's first
 * questions cost in time and memory.
 */
const reading = new Set<string>();

/** One client's open graph file. The process that holds it locks it. */
export class GraphFile {
  #tenantId: string;
  #db: Database;
  #walFolder: string;
  #applied = 0;

  private constructor(tenantId: string, db: Database, walFolder: string) {
    this.#tenantId = tenantId;
    this.#db = db;
    this.#walFolder = walFolder;
  }

  /** Opens the file, or with `create` makes it. Throws UnknownGraphError, GraphDamagedError, or what the system says. */
  static async open(Grafeo: DatabaseClass, tenantId: string, path: string, create: boolean): Promise<GraphFile> {
    const exists = existsSync(path);
    if (!exists && !create) throw new UnknownGraphError(tenantId);
    if (exists) assertUsable(path);
    let db: Database | undefined;
    try {
      db = exists ? Grafeo.open(path) : Grafeo.create(path);
      for (const label of KEYED_LABELS) {
        // Both are needed: a constraint makes no index, and MERGE without one scans every node.
        await db.executeCypher(`CREATE CONSTRAINT ${label}_key IF NOT EXISTS FOR (n:${label}) REQUIRE n.key IS UNIQUE`);
        await db.executeCypher(`CREATE INDEX ${label}_by_key IF NOT EXISTS FOR (n:${label}) ON (n.key)`);
      }
      for (const { label, property } of LOOKED_UP) {
        await db.executeCypher(`CREATE INDEX ${label}_by_${property} IF NOT EXISTS FOR (n:${label}) ON (n.${property})`);
      }
      return new GraphFile(tenantId, db, `${path}.wal`);
    } catch (error) {
      db?.close();
      if (isDamage(error)) throw new GraphDamagedError(tenantId, error.message);
      if (error instanceof Error && error.message.includes('cannot be locked')) {
        throw new Error(`the graph file ${path} is in use by another process: stop that one first`, { cause: error });
      }
      throw error;
    }
  }

  /** Applies the batch in one transaction; a write conflict is retried. */
  async apply(batch: GraphBatch): Promise<void> {
    const statements = batchStatements(batch);
    for (let attempt = 1; ; attempt++) {
      const transaction = this.#db.beginTransaction();
      try {
        if (batch.fence !== undefined) await this.#passFence(transaction, batch.fence);
        for (const { cypher, params } of statements) await transaction.executeCypher(cypher, params);
        transaction.commit();
        if (++this.#applied % LOOK_EVERY === 0) await this.#checkpointIfDue();
        return;
      } catch (error) {
        if (transaction.isActive) transaction.rollback();
        if (isDamage(error)) throw new GraphDamagedError(this.#tenantId, error.message);
        if (!isWriteConflict(error) || attempt === APPLY_TRIES) throw error;
      }
    }
  }

  async #passFence(transaction: ReturnType<Database['beginTransaction']>, fence: number): Promise<void> {
    const { cypher, params } = fenceStatement(fence);
    const [row] = (await transaction.executeCypher(cypher, params)).toArray();
    if (row?.fence !== fence) throw new FencedError(this.#tenantId, fence);
  }

  /** grafeo's own checkpoint triggers cost 100 ms of standstill at every close, so the log is watched here. */
  async #checkpointIfDue(): Promise<void> {
    let bytes = 0;
    for (const name of await readdir(this.#walFolder)) bytes += (await stat(join(this.#walFolder, name))).size;
    if (bytes > CHECKPOINT_WAL_BYTES) this.#db.walCheckpoint();
  }

  async positions(): Promise<Positions> {
    const rows = (await this.#db.executeCypher(READ_POSITIONS)).toArray();
    return positionsOf(rows[0]?.props as Record<string, unknown> | undefined);
  }

  /**
   * Runs a reading query. Three walls: its plan may hold reading operators only, the transaction is always rolled back,
   * and a statement that counts a write is refused.
   */
  async read(cypher: string, params: Record<string, unknown>, maxRows: number): Promise<GraphRow[]> {
    await this.#assertReading(cypher, params);
    const transaction = this.#db.beginTransaction();
    try {
      const result = await transaction.executeCypher(cypher, params);
      if (Object.values(result.counters).some((count) => count > 0))
        throw new ReadOnlyQueryError('a query may only read, and this one wrote');
      if (result.length > maxRows) {
        throw new QueryLimitError(`the query's answer has ${result.length} rows and the limit is ${maxRows}: narrow it or page with LIMIT`);
      }
      return result.toArray() as GraphRow[];
    } catch (error) {
      if (isDamage(error)) throw new GraphDamagedError(this.#tenantId, error.message);
      throw error;
    } finally {
      transaction.rollback();
    }
  }

  async #assertReading(cypher: string, params: Record<string, unknown>): Promise<void> {
    if (reading.has(cypher)) return;
    await readingPlanOf(this.#db, cypher, params);
    if (reading.size >= KNOWN_QUERIES) reading.clear();
    reading.add(cypher);
  }

  close(): void {
    this.#db.close();
  }
}
