import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that tests copy and never connect to. */
    templateUrl: string;
  }
}

/** Starts one PostgreSQL for all integration tests and migrates the template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = join(import.meta.dirname, '../../..');
  const folder = await mkdtemp(join(root, '.cache-postgres-'));
  const server = await startEmbeddedPostgres(join(folder, 'postgres'), randomUUID());
  await migrate(server.url, root);
  project.provide('templateUrl', server.url);
  return async () => {
    await server.stop();
    await rm(server.dataDir, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
}
