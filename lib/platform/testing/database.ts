import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, database, openDatabase } from '../database/index.ts';

/** Opens a fresh, migrated database of its own for a test file and makes it this process's database. */
export async function freshDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const template = new URL(inject('templateUrl'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new URL(template);
  admin.pathname = '/postgres';
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: admin.toString() });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const opened = await openDatabase(url.toString(), 8);
  database.provide(opened);
  return {
    ...opened,
    async drop() {
      await opened.close();
      await dropDatabase(run, name);
    },
  };
}

/**
 * Drops a database with whoever is connected. WITH (FORCE) would fail while autovacuum works on it, whose process belongs to the
 * superuser; without it PostgreSQL sends that process away itself.
 */
export async function dropDatabase(run: (statement: string) => Promise<unknown>, name: string): Promise<void> {
  await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND usename = current_user`);
  await run(`DROP DATABASE ${name}`);
}
