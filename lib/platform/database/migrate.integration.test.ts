import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { dropDatabase } from '../testing/database.ts';
import { MigrationError, migrate } from './migrate.ts';

const root = join(import.meta.dirname, '../../..');
const made: string[] = [];

async function query<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query<Row>(statement).finally(() => client.end())).rows;
}

function urlOf(database: string): string {
  const url = new URL(inject('templateUrl'));
  url.pathname = `/${database}`;
  return url.toString();
}

async function emptyDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(urlOf('postgres'), `CREATE DATABASE ${name}`);
  made.push(name);
  return urlOf(name);
}
afterAll(async () => {
  for (const name of made) await dropDatabase((statement) => query(urlOf('postgres'), statement), name);
});

/** Runs `prisma migrate` as a developer does and returns what it printed. */
async function prismaMigrate(url: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'migrate', ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, NO_COLOR: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  });
  return stdout;
}

const recorded = (url: string) =>
  query(
    url,
    `SELECT migration_name, checksum, applied_steps_count, finished_at >= started_at AS finished, logs, rolled_back_at
     FROM _prisma_migrations ORDER BY migration_name`,
  );

/** Everything that scripts make: columns with their types and defaults, constraints, indexes, policies and functions. */
async function schemaOf(url: string) {
  return {
    columns: await query(
      url,
      `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = 'public' ORDER BY table_name, column_name`,
    ),
    constraints: await query(
      url,
      `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
    ),
    indexes: await query(url, `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`),
    policies: await query(url, 'SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2'),
    functions: await query(url, `SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`),
  };
}

/** A folder with the product's migrations and one more. */
async function rootWith(name: string, script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kg-migrations-'));
  await cp(join(root, 'prisma/migrations'), join(folder, 'prisma/migrations'), { recursive: true });
  await mkdir(join(folder, 'prisma/migrations', name));
  await writeFile(join(folder, 'prisma/migrations', name, 'migration.sql'), script);
  return folder;
}

describe('migrating at start', () => {
  it('makes the same database as prisma migrate deploy, and each accepts what the other made', async () => {
    const [ours, prismas] = [await emptyDatabase(), await emptyDatabase()];
    const applied = await migrate(ours, root);
    expect(applied.length).toBeGreaterThan(5);
    await prismaMigrate(prismas, 'deploy');
    expect(await schemaOf(ours)).toEqual(await schemaOf(prismas));
    expect(await recorded(ours)).toEqual(await recorded(prismas));

    expect(await migrate(prismas, root)).toEqual([]);
    expect(await migrate(ours, root)).toEqual([]);
    expect(await prismaMigrate(ours, 'deploy')).toContain('No pending migrations');
    expect(await prismaMigrate(ours, 'status')).toContain('up to date');
  });

  it('goes on where prisma migrate deploy stopped', async () => {
    const url = await emptyDatabase();
    await prismaMigrate(url, 'deploy');
    const more = await rootWith('29990101000000_one_more', 'CREATE TABLE one_more (id INT);');
    expect(await migrate(url, more)).toEqual(['29990101000000_one_more']);
    await rm(more, { recursive: true });
  });

  it('is done once by processes that start together', async () => {
    const url = await emptyDatabase();
    const applied = await Promise.all([migrate(url, root), migrate(url, root), migrate(url, root)]);
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('leaves nothing of a script that fails, and applies it once it is repaired', async () => {
    const url = await emptyDatabase();
    const name = '29990101000000_broken';
    const broken = await rootWith(name, 'CREATE TABLE half_done (id INT); SELECT 1 / 0;');
    await expect(migrate(url, broken)).rejects.toThrow(MigrationError);
    await expect(migrate(url, broken)).rejects.toThrow(`${name} failed and was rolled back: division by zero`);
    await writeFile(join(broken, 'prisma/migrations', name, 'migration.sql'), 'CREATE TABLE half_done (id INT);');
    expect(await migrate(url, broken)).toEqual([name]);
    await rm(broken, { recursive: true });
  });

  it('refuses a database in which a migration of Prisma failed half way', async () => {
    const url = await emptyDatabase();
    await migrate(url, root);
    await query(
      url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('${randomUUID()}', 'x', '29990101000000_half_done')`,
    );
    await expect(migrate(url, root)).rejects.toThrow('29990101000000_half_done failed earlier');
  });
});
