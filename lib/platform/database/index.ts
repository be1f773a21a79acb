import pg from 'pg';
import { type Prisma, PrismaClient } from '../../../prisma/generated/client.ts';
import { handle } from '../handles.ts';
import { SerialPrismaPg } from './serial-transactions.ts';
import { transactionOf } from './tenant-filter.ts';

// Dates are sent in UTC: in the machine's time zone, midnight UTC may be the day before, and days are billed.
pg.defaults.parseInputDatesAsUTC = true;

/** A transaction with a fixed scope (one client, or the provider's own work): it sees only what the policies allow. */
export type Tx = Prisma.TransactionClient;

/** The connection pools of a process: Prisma for the domain, plain `pg` for the event log and usage. */
export interface Database {
  url: string;
  prisma: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** The database of this process. */
export const database = handle<Database>('database');

/**
 * Opens the pools at `url`, each with at most this many connections. Throws when the role is not subject to row-level
 * security (a superuser, or BYPASSRLS): with such a role nothing would separate the clients' rows.
 */
export async function openDatabase(url: string, connections = 12): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  pool.on('error', () => {}); // an idle connection that breaks is replaced when one is needed next
  const { rows } = await pool.query<{ unsafe: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS unsafe FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.unsafe) {
    await pool.end();
    throw new Error(
      'DATABASE_URL: its role is a superuser or has BYPASSRLS, so row-level security would not apply to it; use a plain role that owns the database',
    );
  }
  const prisma = new PrismaClient({
    adapter: new SerialPrismaPg({ connectionString: url, max: connections }, { onPoolError: () => {} }),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  return {
    url,
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Runs `work` in one transaction that sees and writes only rows of this client. */
export function inTenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transactionOf(database.use().prisma, tenantId, async (tx) => {
    await tx.$executeRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
    return work(tx);
  });
}

/** Runs `work` in one transaction over all clients: sign-in, provisioning, billing, the provider's staff. The scope never comes from input. */
export function asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.use().prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('app.scope', 'system', true)`;
    return work(tx);
  });
}

/** Like `inTenant`, on a plain connection: for the event log and usage, where Prisma would cost too much per row. */
export async function inTenantSql<T>(pool: pg.Pool, tenantId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return transaction(pool, 'app.tenant_id', tenantId, work);
}

/** Like `asSystem`, on a plain connection. */
export async function asSystemSql<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return transaction(pool, 'app.scope', 'system', work);
}

async function transaction<T>(pool: pg.Pool, setting: string, value: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    // One round trip instead of two: there are many small transactions.
    await client.query(`BEGIN; SELECT set_config(${pg.escapeLiteral(setting)}, ${pg.escapeLiteral(value)}, true)`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken as Error | undefined);
  }
}

/** Whether an error of Prisma is a violated unique constraint. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: string })?.code === 'P2002';
}
