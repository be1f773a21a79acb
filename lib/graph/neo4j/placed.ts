import type pg from 'pg';
import { asSystemSql, inTenantSql } from '#lib/platform/database/index.ts';
import { graphDatabaseName, otherGraphDatabaseName } from '#lib/wire/names.ts';
import { exportGraph } from '../export.ts';
import { type ExportedEdge, type ExportedNode, type GraphStore, type RebuildableGraphStore, UnknownGraphError } from '../port.ts';
import { describeServer, type Neo4jOptions, openNeo4jGraphStore } from './store.ts';

/** A graph server as the environment names it. */
export type GraphServerAccess = Pick<Neo4jOptions, 'uri' | 'user' | 'password'>;

/** Every server is full: the provider's staff have to add one. */
export class NoGraphCapacityError extends Error {
  override name = 'NoGraphCapacityError';
}

interface Placement {
  server: string;
  database: string;
}

/** Which of a client's two places: the one that serves it, or the one where its graph is built again. */
type Side = 'serving' | 'draft';
const COLUMNS: Record<Side, string> = { serving: 'server, database', draft: 'draft_server AS server, draft_database AS database' };

/** Databases an Enterprise server holds (its dbms.max_databases, two of which are its own). */
const ENTERPRISE_CAPACITY = 98;

/**
 * Opens a graph store over several Neo4j servers. Each client's place (server and database) is kept in PostgreSQL: on
 * Enterprise a database of its own, on Community, which serves one database, a server of its own. A new client goes to
 * the server with the most room, and so does a draft; a draft that is promoted swaps places with what served. A process
 * that still knows the old place is told by the database that it is another's, and looks again.
 */
export async function openPlacedGraphStore(servers: readonly GraphServerAccess[], pool: pg.Pool): Promise<RebuildableGraphStore> {
  await Promise.all(servers.map((server) => register(pool, server)));
  const drafts = new PlacedGraphStore(servers, pool, 'draft');
  const serving = new PlacedGraphStore(servers, pool, 'serving');
  return {
    drafts,
    create: (tenantId) => serving.create(tenantId),
    async drop(tenantId) {
      await drafts.drop(tenantId);
      await serving.drop(tenantId);
    },
    apply: (tenantId, batch) => serving.apply(tenantId, batch),
    positions: (tenantId) => serving.positions(tenantId),
    query: (tenantId, cypher, params) => serving.query(tenantId, cypher, params),
    ask: (tenantId, query) => serving.ask(tenantId, query),
    export: (tenantId) => serving.export(tenantId),
    sizeBytes: (tenantId) => serving.sizeBytes(tenantId),
    async promote(tenantId) {
      const { rowCount } = await inTenantSql(pool, tenantId, (sql) =>
        sql.query(
          `UPDATE graph_placements SET server = draft_server, database = draft_database, draft_server = server, draft_database = database
           WHERE tenant_id = $1 AND draft_server IS NOT NULL`,
          [tenantId],
        ),
      );
      if (rowCount === 0) throw new UnknownGraphError(tenantId);
      serving.forget(tenantId);
      drafts.forget(tenantId);
      // What served is the draft now; where this is cut short, the next rebuild begins with dropping it.
      await drafts.drop(tenantId);
    },
    setAside: (tenantId) => serving.drop(tenantId),
    async close() {
      await drafts.close();
      await serving.close();
    },
  };
}

class PlacedGraphStore implements GraphStore {
  #pool: pg.Pool;
  #side: Side;
  #places = new Map<string, Placement>();
  /** By address; each with one driver, whatever the number of clients. */
  #stores: Map<string, GraphStore>;

  constructor(servers: readonly GraphServerAccess[], pool: pg.Pool, side: Side) {
    this.#pool = pool;
    this.#side = side;
    const database = (tenantId: string) => this.#places.get(tenantId)?.database ?? graphDatabaseName(tenantId);
    this.#stores = new Map(servers.map((server) => [server.uri, openNeo4jGraphStore({ ...server, database })]));
  }

  forget(tenantId: string): void {
    this.#places.delete(tenantId);
  }

  async #placeOf(tenantId: string): Promise<Placement | undefined> {
    const known = this.#places.get(tenantId);
    if (known) return known;
    const { rows } = await inTenantSql(this.#pool, tenantId, (sql) =>
      sql.query<{ server: string | null; database: string | null }>(
        `SELECT ${COLUMNS[this.#side]} FROM graph_placements WHERE tenant_id = $1`,
        [tenantId],
      ),
    );
    const [row] = rows;
    if (!row?.server || !row.database) return undefined;
    const place = { server: row.server, database: row.database };
    this.#places.set(tenantId, place);
    return place;
  }

  async #storeOf(tenantId: string): Promise<GraphStore> {
    const place = await this.#placeOf(tenantId);
    if (!place) throw new UnknownGraphError(tenantId);
    const store = this.#stores.get(place.server);
    if (!store) throw new Error(`the graph of client ${tenantId} is on ${place.server}, which NEO4J_URI does not name any more`);
    return store;
  }

  /** Asks at the place that is known, and where the graph is not there any more, once more at the one that PostgreSQL names. */
  async #at<T>(tenantId: string, ask: (store: GraphStore) => Promise<T>): Promise<T> {
    const known = this.#places.get(tenantId);
    try {
      return await ask(await this.#storeOf(tenantId));
    } catch (error) {
      if (!known || !(error instanceof UnknownGraphError)) throw error;
      this.forget(tenantId);
      return await ask(await this.#storeOf(tenantId));
    }
  }

  async create(tenantId: string): Promise<void> {
    if (!(await this.#placeOf(tenantId)))
      this.#places.set(tenantId, await choosePlace(this.#pool, tenantId, [...this.#stores.keys()], this.#side));
    await (await this.#storeOf(tenantId)).create(tenantId);
  }

  async drop(tenantId: string): Promise<void> {
    this.forget(tenantId);
    const place = await this.#placeOf(tenantId);
    if (!place) return;
    await this.#stores.get(place.server)?.drop(tenantId);
    await inTenantSql(this.#pool, tenantId, (sql) =>
      sql.query(
        this.#side === 'serving'
          ? 'DELETE FROM graph_placements WHERE tenant_id = $1'
          : 'UPDATE graph_placements SET draft_server = NULL, draft_database = NULL WHERE tenant_id = $1',
        [tenantId],
      ),
    );
    this.forget(tenantId);
  }

  apply: GraphStore['apply'] = (tenantId, batch) => this.#at(tenantId, (store) => store.apply(tenantId, batch));
  positions: GraphStore['positions'] = (tenantId) => this.#at(tenantId, (store) => store.positions(tenantId));
  query: GraphStore['query'] = (tenantId, cypher, params) => this.#at(tenantId, (store) => store.query(tenantId, cypher, params));
  ask: GraphStore['ask'] = (tenantId, query) => this.#at(tenantId, (store) => store.ask(tenantId, query));
  sizeBytes: GraphStore['sizeBytes'] = (tenantId) => this.#at(tenantId, (store) => store.sizeBytes(tenantId));

  async *export(tenantId: string): AsyncGenerator<ExportedNode | ExportedEdge> {
    yield* exportGraph((cypher, params) => this.query(tenantId, cypher, params));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
  }
}

async function register(pool: pg.Pool, server: GraphServerAccess): Promise<void> {
  const { edition, database } = await describeServer(server);
  const isEnterprise = edition === 'enterprise';
  await asSystemSql(pool, (sql) =>
    sql.query(
      `INSERT INTO graph_servers (uri, edition, capacity, only_database) VALUES ($1, $2, $3, $4)
       ON CONFLICT (uri) DO UPDATE SET edition = $2, capacity = $3, only_database = $4, seen_at = now()`,
      [server.uri, edition, isEnterprise ? ENTERPRISE_CAPACITY : 1, isEnterprise ? null : database],
    ),
  );
}

/** Gives a client the server with the most room of those that this process can reach; one choice at a time. */
async function choosePlace(pool: pg.Pool, tenantId: string, reachable: string[], side: Side): Promise<Placement> {
  return asSystemSql(pool, async (sql) => {
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('graph placement', 0))");
    const { rows: known } = await sql.query<Placement>('SELECT server, database FROM graph_placements WHERE tenant_id = $1', [tenantId]);
    const [serving] = known;
    if (side === 'draft' && !serving) throw new UnknownGraphError(tenantId);
    if (side === 'serving' && serving) return serving;
    const { rows } = await sql.query<{ uri: string; only_database: string | null }>(
      `SELECT s.uri, s.only_database FROM graph_servers s LEFT JOIN (
         SELECT server FROM graph_placements UNION ALL SELECT draft_server FROM graph_placements
       ) p ON p.server = s.uri
       WHERE s.uri = ANY($1) GROUP BY s.uri HAVING count(p.server) < s.capacity
       ORDER BY s.capacity - count(p.server) DESC, s.uri LIMIT 1`,
      [reachable],
    );
    const [server] = rows;
    if (!server) throw new NoGraphCapacityError('every graph server is full: add one to NEO4J_URI, then retry');
    const database = server.only_database ?? (serving ? otherGraphDatabaseName(tenantId, serving.database) : graphDatabaseName(tenantId));
    await sql.query(
      side === 'serving'
        ? 'INSERT INTO graph_placements (tenant_id, server, database) VALUES ($1, $2, $3)'
        : 'UPDATE graph_placements SET draft_server = $2, draft_database = $3 WHERE tenant_id = $1',
      [tenantId, server.uri, database],
    );
    return { server: server.uri, database };
  });
}
