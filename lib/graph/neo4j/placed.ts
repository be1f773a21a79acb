import type pg from 'pg';
import { asSystemSql, inTenantSql } from '#lib/platform/database/index.ts';
import { graphDatabaseName } from '#lib/tenants/names.ts';
import { type GraphStore, UnknownGraphError } from '../port.ts';
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

/** Databases an Enterprise server holds (its dbms.max_databases, two of which are its own). */
const ENTERPRISE_CAPACITY = 98;

/**
 * Opens a graph store over several Neo4j servers. Each client's place (server and database) is kept in PostgreSQL: on
 * Enterprise a database of its own, on Community, which serves one database, a server of its own. A new client goes to
 * the server with the most room. One driver a server, whatever the number of clients.
 */
export async function openPlacedGraphStore(servers: readonly GraphServerAccess[], pool: pg.Pool): Promise<GraphStore> {
  const places = new Map<string, Placement>();
  const database = (clientId: string) => places.get(clientId)?.database ?? graphDatabaseName(clientId);
  const stores = new Map(servers.map((server) => [server.uri, openNeo4jGraphStore({ ...server, database })]));
  await Promise.all(servers.map((server) => register(pool, server)));

  async function placeOf(clientId: string): Promise<Placement | undefined> {
    const known = places.get(clientId);
    if (known) return known;
    const { rows } = await inTenantSql(pool, clientId, (sql) =>
      sql.query<Placement>('SELECT server, database FROM graph_placements WHERE tenant_id = $1', [clientId]),
    );
    if (rows[0]) places.set(clientId, rows[0]);
    return rows[0];
  }

  async function storeOf(clientId: string): Promise<GraphStore> {
    const place = await placeOf(clientId);
    if (!place) throw new UnknownGraphError(clientId);
    const store = stores.get(place.server);
    if (!store) throw new Error(`the graph of client ${clientId} is on ${place.server}, which NEO4J_URI does not name any more`);
    return store;
  }

  return {
    async create(clientId) {
      if (!(await placeOf(clientId))) places.set(clientId, await choosePlace(pool, clientId, [...stores.keys()]));
      await (await storeOf(clientId)).create(clientId);
    },
    async drop(clientId) {
      const place = await placeOf(clientId);
      if (!place) return;
      await stores.get(place.server)?.drop(clientId);
      await inTenantSql(pool, clientId, (sql) => sql.query('DELETE FROM graph_placements WHERE tenant_id = $1', [clientId]));
      places.delete(clientId);
    },
    apply: async (clientId, batch) => (await storeOf(clientId)).apply(clientId, batch),
    positions: async (clientId) => (await storeOf(clientId)).positions(clientId),
    query: async (clientId, cypher, params) => (await storeOf(clientId)).query(clientId, cypher, params),
    async *export(clientId) {
      yield* (await storeOf(clientId)).export(clientId);
    },
    sizeBytes: async (clientId) => (await storeOf(clientId)).sizeBytes(clientId),
    async close() {
      await Promise.all([...stores.values()].map((store) => store.close()));
    },
  };
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
async function choosePlace(pool: pg.Pool, clientId: string, reachable: string[]): Promise<Placement> {
  return asSystemSql(pool, async (sql) => {
    await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('graph placement', 0))");
    const { rows } = await sql.query<{ uri: string; only_database: string | null }>(
      `SELECT s.uri, s.only_database FROM graph_servers s LEFT JOIN graph_placements p ON p.server = s.uri
       WHERE s.uri = ANY($1) GROUP BY s.uri HAVING count(p.tenant_id) < s.capacity
       ORDER BY s.capacity - count(p.tenant_id) DESC, s.uri LIMIT 1`,
      [reachable],
    );
    const [server] = rows;
    if (!server) throw new NoGraphCapacityError('every graph server is full: add one to NEO4J_URI, then retry');
    const place = { server: server.uri, database: server.only_database ?? graphDatabaseName(clientId) };
    const { rows: placed } = await sql.query<Placement>(
      `INSERT INTO graph_placements (tenant_id, server, database) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id) DO UPDATE SET tenant_id = EXCLUDED.tenant_id RETURNING server, database`,
      [clientId, place.server, place.database],
    );
    return placed[0] ?? place;
  });
}
