import type pg from 'pg';
import type { EventLog, KafkaAccess } from '#lib/event-log/index.ts';
import { GraphDamagedError, type GraphStore, UnknownGraphError } from '#lib/graph/index.ts';
import { asSystemSql } from '#lib/platform/database/index.ts';
import { countRows } from './catalogue.ts';

/** What is looked through. */
export interface InventoryParts {
  pool: pg.Pool;
  log: EventLog;
  graph: GraphStore;
  kafka?: { access: KafkaAccess } | undefined;
}

/** What a place holds of a client. */
export interface Holding {
  store: string;
  place: string;
  records: number;
  bytes?: number;
}

/** The people who belong to no other client, and are no staff: their accounts go with the client. */
export const OWN_PEOPLE = `SELECT u.id, u.email FROM users u JOIN memberships m ON m.user_id = u.id
  WHERE m.tenant_id = $1 AND NOT u.is_staff AND NOT EXISTS (SELECT 1 FROM memberships o WHERE o.user_id = u.id AND o.tenant_id <> $1)`;

/** Everything that the stores hold of a client and a deletion removes, place by place; what is kept is left out. */
export async function inventoryOf({ pool, log, graph, kafka }: InventoryParts, tenantId: string): Promise<Holding[]> {
  const tables = await countRows(pool, tenantId);
  return [
    ...tables.map(({ table, rows }) => ({ store: 'PostgreSQL', place: `table ${table}`, records: rows })),
    ...(await otherRows(pool, tenantId)),
    ...(await eventLogOf(log, tenantId)),
    ...(await graphOf(graph, tenantId)),
    ...(kafka ? [await grantsOf(kafka.access, tenantId)] : []),
  ];
}

/** Rows of tables without a tenant_id: accounts of people, mails to them, jobs, notes of Stripe's events. */
async function otherRows(pool: pg.Pool, tenantId: string): Promise<Holding[]> {
  const queries = {
    'accounts of members without another client': `SELECT count(*) AS n FROM (${OWN_PEOPLE}) p`,
    'kept mails to these members': `SELECT count(*) AS n FROM outbox_mails WHERE tenant_id IS NULL AND recipient IN (SELECT email FROM (${OWN_PEOPLE}) p)`,
    'events of Stripe': 'SELECT count(*) AS n FROM stripe_events e JOIN tenants t ON t.stripe_customer_id = e.customer_id WHERE t.id = $1',
  };
  return asSystemSql(pool, async (sql) => {
    const found: Holding[] = [];
    for (const [place, query] of Object.entries(queries)) {
      const { rows } = await sql.query<{ n: string }>(query, [tenantId]);
      found.push({ store: 'PostgreSQL', place, records: Number(rows[0]?.n) });
    }
    return found;
  });
}

async function eventLogOf(log: EventLog, tenantId: string): Promise<Holding[]> {
  const ends = (await log.endsOfAll()).get(tenantId);
  const appended = Object.values(ends ?? {}).reduce((sum, end) => sum + Number(end), 0);
  return [
    { store: 'event log', place: 'streams', records: Object.keys(ends ?? {}).length },
    { store: 'event log', place: 'records ever appended', records: appended, bytes: ends ? await log.sizeBytes(tenantId) : 0 },
  ];
}

async function graphOf(graph: GraphStore, tenantId: string): Promise<Holding[]> {
  const count = async (cypher: string) => Number((await graph.query(tenantId, cypher))[0]?.n ?? 0);
  let [databases, records, bytes] = [0, 0, 0];
  try {
    bytes = await graph.sizeBytes(tenantId);
    databases = 1;
    records = (await count('MATCH (n) RETURN count(n) AS n')) + (await count('MATCH ()-[r]->() RETURN count(r) AS n'));
  } catch (error) {
    // A graph that cannot be read is there all the same, and goes.
    if (!(error instanceof UnknownGraphError || error instanceof GraphDamagedError)) throw error;
    if (error instanceof GraphDamagedError) databases = 1;
  }
  return [
    { store: 'graph', place: 'databases', records: databases },
    { store: 'graph', place: 'nodes and edges', records, bytes },
  ];
}

async function grantsOf(access: KafkaAccess, tenantId: string): Promise<Holding> {
  const standing = (await access.standings()).get(tenantId);
  return { store: 'Kafka', place: 'rights and quota of the user', records: standing ? 1 : 0 };
}
