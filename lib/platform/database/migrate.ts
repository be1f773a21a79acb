import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** The advisory lock that Prisma takes for a migration: whoever holds it is the only one that migrates. */
const PRISMA_LOCK = 72707369;
/** How long a start waits for another process that is migrating the same database. */
const LOCK_TIMEOUT = '120s';

/** Prisma's own table, as `prisma migrate` creates it. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** A database that cannot be brought to the newest schema, in one line that says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Brings the database at `url` to the newest schema: runs the scripts of prisma/migrations under `root` that it lacks, in
 * order, each in one transaction together with its row in Prisma's `_prisma_migrations`, so that `prisma migrate` and this
 * function accept each other's databases. Returns the names it applied. Processes that start together wait for each other.
 * Throws MigrationError when a script fails, which leaves nothing behind, or when an earlier migration of Prisma's waits
 * for a person. `only`: the migrations to stop at, for a restore that needs the schema of an earlier time.
 */
export async function migrate(url: string, root: string, only?: ReadonlySet<string>): Promise<string[]> {
  const folder = join(root, 'prisma/migrations');
  const wanted = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query('RESET lock_timeout');
    const applied = await appliedMigrations(client);
    const missing = wanted.filter((name) => !applied.has(name) && (only?.has(name) ?? true)).sort();
    if (missing.length > 0) await client.query(CREATE_TABLE);
    for (const name of missing) await apply(client, name, await readFile(join(folder, name, 'migration.sql')));
    return missing;
  } finally {
    await client.end(); // ends the session, and with it the lock
  }
}

async function appliedMigrations(client: pg.Client): Promise<Set<string>> {
  const { rows: tables } = await client.query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
  if (!tables[0]?.found) return new Set(); // a fresh database
  const { rows } = await client.query<{ migration_name: string; finished: boolean }>(
    'SELECT migration_name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const unfinished = rows.find(({ finished }) => !finished);
  if (unfinished) {
    throw new MigrationError(
      `The database migration ${unfinished.migration_name} failed earlier and was left half done: repair the database, then tell Prisma with "npx prisma migrate resolve", and start again.`,
    );
  }
  return new Set(rows.map(({ migration_name }) => migration_name));
}

async function apply(client: pg.Client, name: string, script: Buffer): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query('BEGIN');
    await client.query(script.toString('utf8'));
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), createHash('sha256').update(script).digest('hex'), name, startedAt],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new MigrationError(`The database migration ${name} failed and was rolled back: ${(error as Error).message}`, { cause: error });
  }
}
