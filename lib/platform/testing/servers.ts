import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../database/migrate.ts';
import { emptyGraphs } from './empty-graphs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The environment variables with the addresses of the real servers (scripts/servers.ts). */
    servers: Record<string, string>;
  }
}

const TEMPLATE = 'test_template';

/** Starts the real servers unless they run, and migrates the template that each test file copies. They keep running: `npm run servers stop` stops them. */
export default async function setup(project: TestProject): Promise<void> {
  const root = join(import.meta.dirname, '../../..');
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'scripts/servers.ts')]);
  const lines = (await readFile(join(root, '.servers/env'), 'utf8')).trim().split('\n');
  const servers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  project.provide('servers', servers);
  await emptyGraphs(servers);
  const url = new URL(servers.DATABASE_URL ?? '');
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  url.pathname = `/${TEMPLATE}`;
  await migrate(url.toString(), root);
  project.provide('templateUrl', url.toString());
}
