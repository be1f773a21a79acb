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

/** Which of a client's two places: the one that serves it, or the one where its graph is built anew. */
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
    create: (clientId) => serving.create(clientId),
    async drop(clientId) {
      await drafts.drop(clientId);
      await serving.drop(clientId);
    },
    apply: (clientId, batch) => serving.apply(clientId, batch),
    positions: (clientId) => serving.positions(clientId),
    query: (clientId, cypher, params) => serving.query(clientId, cypher, params),
    export: (clientId) => serving.export(clientId),
    sizeBytes: (clientId) => serving.sizeBytes(clientId),
    async promote(clientId) {
      const { rowCount } = await inTenantSql(pool, clientId, (sql) =>
        sql.query(
          `UPDATE graph_placements SET server = draft_server, database = draft_database, draft_server = server, draft_database = database
           WHERE tenant_id = $1 AND draft_server IS NOT NULL`,
          [clientId],
        ),
      );
      if (rowCount === 0) throw new UnknownGraphError(clientId);
      serving.forget(clientId);
      drafts.forget(clientId);
      // What served is the draft now; where this is cut short, the next rebuild begins with dropping it.
      await drafts.drop(clientId);
    },
    setAside: (clientId) => serving.drop(clientId),
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
    const database = (clientId: string) => this.#places.get(clientId)?.database ?? graphDatabaseName(clientId);
    this.#stores = new Map(servers.map((server) => [server.uri, openNeo4jGraphStore({ ...server, database })]));
  }

  forget(clientId: string): void {
    this.#places.delete(clientId);
  }

  async #placeOf(clientId: string): Promise<Placement | undefined> {
    const known = this.#places.get(clientId);
    if (known) return known;
    const { rows } = await inTenantSql(this.#pool, clientId, (sql) =>
      sql.query<{ server: string | null; database: string | null }>(
        `SELECT ${COLUMNS[this.#side]} FROM graph_placements WHERE tenant_id = $1`,
        [clientId],
      ),
    );
    const [row] = rows;
    if (!row?.server || !row.database) return undefined;
    const place = { server: row.server, database: row.database };
    this.#places.set(clientId, place);
    return place;
  }

  async #storeOf(clientId: string): Promise<GraphStore> {
    const place = await this.#placeOf(clientId);
    if (!place) throw new UnknownGraphError(clientId);
    const store = this.#stores.get(place.server);
    if (!store) throw new Error(`the graph of client ${clientId} is on ${place.server}, which NEO4J_URI does not name any more`);
    return store;
  }

  /** Asks at the place that is known, and where the graph is not there any more, once more at the one that PostgreSQL names. */
  async #at<T>(clientId: string, ask: (store: GraphStore) => Promise<T>): Promise<T> {
    const known = this.#places.get(clientId);
    try {
      return await ask(await this.#storeOf(clientId));
    } catch (error) {
      if (!known || !(error instanceof UnknownGraphError)) throw error;
      this.forget(clientId);
      return await ask(await this.#storeOf(clientId));
    }
  }

  async create(clientId: string): Promise<void> {
    if (!(await this.#placeOf(clientId)))
      this.#places.set(clientId, await choosePlace(this.#pool, clientId, [...this.#stores.keys()], this.#side));
    await (await this.#storeOf(clientId)).create(clientId);
  }

  async drop(clientId: string): Promise<void> {
    this.forget(clientId);
    const place = await this.#placeOf(clientId);
    if (!place) return;
    await this.#stores.get(place.server)?.drop(clientId);
    await inTenantSql(this.#pool, clientId, (sql) =>
      sql.query(
        this.#side === 'serving'
          ? 'DELETE FROM graph_placements WHERE tenant_id = $1'
          : 'UPDATE graph_placements SET draft_server = NULL, draft_database = NULL WHERE tenant_id = $1',
        [clientId],
      ),
    );
    this.forget(clientId);
  }

  apply: GraphStore['apply'] = (clientId, batch) => this.#at(clientId, (store) => store.apply(clientId, batch));
  positions: GraphStore['positions'] = (clientId) => this.#at(clientId, (store) => store.positions(clientId));
  query: GraphStore['query'] = (clientId, cypher, params) => this.#at(clientId, (store) => store.query(clientId, cypher, params));
  sizeBytes: GraphStore['sizeBytes'] = (clientId) => this.#at(clientId, (store) => store.sizeBytes(clientId));

  async *export(clientId: string): AsyncGenerator<ExportedNode | ExportedEdge> {
    yield* exportGraph((cypher, params) => this.query(clientId, cypher, params));
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
async function choosePlace(pool: pg.Pool, clientId: string, reachable: string[], side: Side): Promise<Placement> {
  return asSystemSql(pool, async (sql) => {
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('graph placement', 0))");
    const { rows: known } = await sql.query<Placement>('SELECT server, database FROM graph_placements WHERE tenant_id = $1', [clientId]);
    const [serving] = known;
    if (side === 'draft' && !serving) throw new UnknownGraphError(clientId);
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
    const database = server.only_database ?? (serving ? otherGraphDatabaseName(clientId, serving.database) : graphDatabaseName(clientId));
    await sql.query(
      side === 'serving'
        ? 'INSERT INTO graph_placements (tenant_id, server, database) VALUES ($1, $2, $3)'
        : 'UPDATE graph_placements SET draft_server = $2, draft_database = $3 WHERE tenant_id = $1',
      [clientId, server.uri, database],
    );
    return { server: server.uri, database };
  });
}
