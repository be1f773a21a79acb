import neo4j, { type Driver, type ManagedTransaction } from 'neo4j-driver';
import type { Positions } from '#lib/event-log/port.ts';
import { KeyedMutex } from '#lib/platform/keyed-mutex.ts';
import { graphDatabaseName } from '#lib/wire/names.ts';
import { exportGraph } from '../export.ts';
import { type FreeAnswer, type FreeQuery, OneEach } from '../free-query.ts';
import {
  type ExportedEdge,
  type ExportedNode,
  FencedError,
  type GraphBatch,
  type GraphRow,
  type GraphStore,
  QueryLimitError,
  ReadOnlyQueryError,
  UnknownGraphError,
} from '../port.ts';
import { batchStatements, fenceStatement, KEYED_LABELS, LOOKED_UP, positionsOf, READ_POSITIONS } from '../statements.ts';
import { createDatabaseStatement, dropDatabaseStatement } from './databases.ts';
import { isNoAdministration, isNoDatabase, isOverMemory, isOverTime, isWriteRefused } from './errors.ts';
import { askIn } from './free-queries.ts';
import { assertReading } from './reading.ts';
import { toDriver } from './values.ts';

/** A server's own description: its edition, and the name of the database that it serves by default. */
export async function describeServer({
  uri,
  user,
  password,
}: Pick<Neo4jOptions, 'uri' | 'user' | 'password'>): Promise<{ edition: string; database: string }> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true, telemetryDisabled: true });
  const session = driver.session({ database: 'system' });
  try {
    const components = await session.run('CALL dbms.components() YIELD name, edition');
    const home = await session.run('SHOW DEFAULT DATABASE YIELD name');
    const kernel = components.records.find((record) => record.get('name') === 'Neo4j Kernel');
    return { edition: kernel?.get('edition') ?? 'unknown', database: home.records[0]?.get('name') ?? 'neo4j' };
  } finally {
    await session.close();
    await driver.close();
  }
}

/** How a Neo4j server is reached and what it is used for. */
export interface Neo4jOptions {
  uri: string;
  user: string;
  password: string;
  /** The database of a client. Default graphDatabaseName; a Community server has one database, which must be named here for its one client. */
  database?: (tenantId: string) => string;
  /** Rows a query may answer. Default 10,000. */
  maxRows?: number;
  /** Milliseconds a query may run. Default 10,000. */
  queryTimeoutMs?: number;
  /** Milliseconds a transaction is retried while the server is away. Default 5,000. */
  maxRetryMs?: number;
}

/** Holds the client id in the database that was made for it. On a server of one database it tells a made one from an empty one. */
const OWNER = 'GraphOwner';
const READ_OWNER = `MATCH (o:${OWNER}) RETURN o.key AS owner LIMIT 1`;

/** Opens the graph store of a Neo4j server (5.26 or newer): a database a client, one driver for all. Connects at the first call. */
export function openNeo4jGraphStore(options: Neo4jOptions): GraphStore {
  const driver = neo4j.driver(options.uri, neo4j.auth.basic(options.user, options.password), {
    disableLosslessIntegers: true,
    // A server that is away must not hold up others for long: the caller retries or pauses.
    connectionTimeout: 5_000,
    connectionAcquisitionTimeout: 10_000,
    maxTransactionRetryTime: options.maxRetryMs ?? 5_000,
    telemetryDisabled: true,
  });
  return new Neo4jGraphStore(driver, options);
}

class Neo4jGraphStore implements GraphStore {
  #driver: Driver;
  #database: (tenantId: string) => string;
  #maxRows: number;
  #queryTimeoutMs: number;
  /** Writes of one client go one after the other: parallel MERGEs of edges deadlock. */
  readonly #writes = new KeyedMutex();
  readonly #oneEach = new OneEach();

  constructor(driver: Driver, { database = graphDatabaseName, maxRows = 10_000, queryTimeoutMs = 10_000 }: Neo4jOptions) {
    this.#driver = driver;
    this.#database = database;
    this.#maxRows = maxRows;
    this.#queryTimeoutMs = queryTimeoutMs;
  }

  /**
   * Runs `work` in a transaction of the client's database, in which the database says whose it is: one that is not
   * there, or was made for another client since, is an UnknownGraphError, and nothing of the work is kept or told. The
   * question and the work go to the server together: waiting for each answer costs more than the answers do.
   */
  async #owned<T>(tenantId: string, mode: 'read' | 'write', work: (transaction: ManagedTransaction) => Promise<T>): Promise<T> {
    return await this.#transaction(tenantId, mode, async (transaction) => {
      const [owner, done] = await Promise.allSettled([transaction.run(READ_OWNER), work(transaction)]);
      if (owner.status === 'rejected') throw owner.reason;
      if (owner.value.records[0]?.get('owner') !== tenantId) throw new UnknownGraphError(tenantId);
      if (done.status === 'rejected') throw done.reason;
      return done.value;
    });
  }

  async #transaction<T>(tenantId: string, mode: 'read' | 'write', work: (transaction: ManagedTransaction) => Promise<T>): Promise<T> {
    const session = this.#driver.session({
      database: this.#database(tenantId),
      defaultAccessMode: mode === 'read' ? neo4j.session.READ : neo4j.session.WRITE,
    });
    try {
      if (mode === 'write') return await session.executeWrite(work);
      return await session.executeRead((transaction) => work(transaction).catch(refuseOverMemory), { timeout: this.#queryTimeoutMs });
    } catch (error) {
      if (isNoDatabase(error)) throw new UnknownGraphError(tenantId);
      if (isWriteRefused(error)) throw new ReadOnlyQueryError('a query may only read, and this one would write', { cause: error });
      if (isOverTime(error))
        throw new QueryLimitError(`the query took longer than ${this.#queryTimeoutMs} ms: narrow it, or bound its paths`);
      throw error;
    } finally {
      await session.close();
    }
  }

  async #owner(tenantId: string): Promise<string | undefined> {
    return await this.#transaction(tenantId, 'read', async (transaction) => {
      const { records } = await transaction.run(READ_OWNER);
      return records[0]?.get('owner');
    });
  }

  async create(tenantId: string): Promise<void> {
    await this.#writes.runExclusive(tenantId, async () => {
      await this.#administer(createDatabaseStatement(this.#database(tenantId)));
      const owner = await this.#owner(tenantId).catch((cause: unknown) => {
        if (!(cause instanceof UnknownGraphError)) throw cause;
        const text = `this Neo4j server cannot make the database ${this.#database(tenantId)} for client ${tenantId}: it is no Enterprise server, and its one database has another name`;
        throw new Error(text, { cause });
      });
      if (owner !== undefined && owner !== tenantId) {
        throw new Error(
          `the database ${this.#database(tenantId)} holds the graph of client ${owner}: client ${tenantId} needs one of its own`,
        );
      }
      for (const label of KEYED_LABELS) {
        await this.#change(tenantId, `CREATE CONSTRAINT ${label}_key IF NOT EXISTS FOR (n:${label}) REQUIRE n.key IS UNIQUE`);
      }
      for (const { label, property } of LOOKED_UP) {
        await this.#change(tenantId, `CREATE INDEX ${label}_by_${property} IF NOT EXISTS FOR (n:${label}) ON (n.${property})`);
      }
      await this.#change(tenantId, 'CALL db.awaitIndexes(300)');
      await this.#change(tenantId, `MERGE (o:${OWNER} {key: $tenantId})`, { tenantId });
    });
  }

  async drop(tenantId: string): Promise<void> {
    await this.#writes.runExclusive(tenantId, async () => {
      if (await this.#administer(dropDatabaseStatement(this.#database(tenantId)))) return;
      // A server of one database keeps it and loses its content; only that of the client it was made for.
      const owner = await this.#owner(tenantId).catch((error: unknown) => {
        if (error instanceof UnknownGraphError) return undefined;
        throw error;
      });
      if (owner !== tenantId) return;
      // Edges first: a node with all of its edges may be more than a transaction's memory holds.
      await this.#removeAll(tenantId, 'MATCH ()-[r]->() WITH r LIMIT 5000 DELETE r RETURN count(*) AS removed');
      await this.#removeAll(tenantId, `MATCH (n) WHERE NOT n:${OWNER} WITH n LIMIT 5000 DELETE n RETURN count(*) AS removed`);
      await this.#change(tenantId, `MATCH (o:${OWNER}) DELETE o`);
    });
  }

  /** Repeats a statement, in transactions of their own, until it removes nothing more. */
  async #removeAll(tenantId: string, cypher: string): Promise<void> {
    for (let removed = 1; removed > 0; ) {
      removed = await this.#transaction(tenantId, 'write', async (transaction) => {
        return (await transaction.run(cypher)).records[0]?.get('removed') ?? 0;
      });
    }
  }

  /** Runs an administration command; returns whether the server knows it (Community does not). */
  async #administer(command: string): Promise<boolean> {
    const session = this.#driver.session({ database: 'system' });
    try {
      await session.run(command);
      return true;
    } catch (error) {
      if (isNoAdministration(error)) return false;
      throw error;
    } finally {
      await session.close();
    }
  }

  async #change(tenantId: string, cypher: string, params: Record<string, unknown> = {}): Promise<void> {
    await this.#transaction(tenantId, 'write', async (transaction) => void (await transaction.run(cypher, params)));
  }

  async apply(tenantId: string, batch: GraphBatch): Promise<void> {
    const statements = batchStatements(batch);
    await this.#writes.runExclusive(tenantId, async () => {
      await this.#owned(tenantId, 'write', async (transaction) => {
        const fence = batch.fence === undefined ? undefined : passFence(transaction, tenantId, batch.fence);
        const runs = statements.map(({ cypher, params }) => transaction.run(cypher, toDriver(params) as Record<string, unknown>));
        for (const done of await Promise.allSettled([fence, ...runs])) if (done.status === 'rejected') throw done.reason;
      });
    });
  }

  async positions(tenantId: string): Promise<Positions> {
    return await this.#owned(tenantId, 'read', async (transaction) => {
      const { records } = await transaction.run(READ_POSITIONS);
      return positionsOf(records[0]?.get('props'));
    });
  }

  async query<Row extends GraphRow = GraphRow>(tenantId: string, cypher: string, params: Record<string, unknown> = {}): Promise<Row[]> {
    assertReading(cypher);
    return await this.#owned(tenantId, 'read', async (transaction) => {
      const rows: Row[] = [];
      for await (const record of transaction.run(cypher, toDriver(params) as Record<string, unknown>)) {
        if (rows.length === this.#maxRows) {
          throw new QueryLimitError(
            `the query's answer has more than ${this.#maxRows} rows, which is the limit: narrow it or page with LIMIT`,
          );
        }
        rows.push(record.toObject() as Row);
      }
      return rows;
    });
  }

  async ask(tenantId: string, query: FreeQuery): Promise<FreeAnswer> {
    assertReading(query.cypher);
    return await this.#oneEach.run(tenantId, () => this.#owned(tenantId, 'read', (transaction) => askIn(transaction, query)));
  }

  async *export(tenantId: string): AsyncGenerator<ExportedNode | ExportedEdge> {
    yield* exportGraph((cypher, params) => this.query(tenantId, cypher, params));
  }

  async sizeBytes(tenantId: string): Promise<number> {
    return await this.#owned(tenantId, 'read', async (transaction) => {
      // The server tells no size over Bolt: estimated by its record sizes (node 15, relationship 34, a property about 60 bytes) and the objects' texts.
      const nodes = await transaction.run(
        'MATCH (n) RETURN count(n) AS nodes, sum(size(keys(n))) AS props, sum(size(coalesce(n.object, n.event, ""))) AS text',
      );
      const edges = await transaction.run('MATCH ()-[r]->() RETURN count(r) AS edges');
      const { nodes: amount, props, text } = nodes.records[0]!.toObject() as { nodes: number; props: number; text: number };
      return amount * 15 + props * 60 + text + (edges.records[0]!.get('edges') as number) * 34;
    });
  }

  async close(): Promise<void> {
    await this.#writes.idle();
    await this.#driver.close();
  }
}

/** Inside the transaction, or the driver would try the query again, which takes as much the next time. */
function refuseOverMemory(error: unknown): never {
  if (isOverMemory(error))
    throw new QueryLimitError('the query needs more memory than one may take: narrow it, or page with LIMIT', { cause: error });
  throw error;
}

async function passFence(transaction: ManagedTransaction, tenantId: string, fence: number): Promise<void> {
  const { cypher, params } = fenceStatement(fence);
  const { records } = await transaction.run(cypher, toDriver(params) as Record<string, unknown>);
  if (records[0]?.get('fence') !== fence) throw new FencedError(tenantId, fence);
}
