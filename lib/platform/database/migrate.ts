import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/**
 * Brings the database at `url` to the newest schema with `prisma migrate deploy`; answers the names it applied.
 * The CLI takes two seconds, so it is asked only when the database lacks a migration of prisma/migrations.
 * Throws when the CLI fails, or when a migration failed before and waits for a person.
 */
export async function migrate(url: string, root: string): Promise<string[]> {
  const wanted = (await readdir(join(root, 'prisma/migrations'), { withFileTypes: true }))
    .filter((e) => e.isDirectory())
    .map((e) => e.name);
  const applied = await appliedMigrations(url);
  const missing = wanted.filter((name) => !applied.has(name)).sort();
  if (missing.length === 0) return [];
  try {
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'migrate', 'deploy'], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: url, NO_COLOR: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    });
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    throw new Error(`the database could not be migrated: ${stderr || stdout || error}`, { cause: error });
  }
  return missing;
}

async function appliedMigrations(url: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    return new Set(rows.map((row) => row.migration_name));
  } catch (error) {
    if ((error as { code?: string }).code === '42P01') return new Set(); // no such table: a fresh database
    throw error;
  } finally {
    await client.end();
  }
}
