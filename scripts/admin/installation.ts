import { join } from 'node:path';
import { type GraphStore, openGraphStore } from '#lib/graph/index.ts';
import { runningPostgresUrl, startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { type Database, database, openDatabase } from '#lib/platform/database/index.ts';
import { BadEnvironmentError, type Env, env } from '#lib/platform/env.ts';
import { CannotStartError, keptSecret, lockDataDir } from '#workers/installation.ts';
import { readOptions, readSettings } from '#workers/options.ts';
import { AdminError } from './command.ts';

/** The stores of an installation, as a command reaches them. */
export interface Installation {
  settings: Env;
  databaseUrl: string;
  /** Opens the graphs, which may be placed by the database; undefined where another process holds their files. */
  openGraphs: (() => Promise<GraphStore>) | undefined;
  close(): Promise<void>;
}

/**
 * Opens the stores that the settings name. An embedded database is used where it runs, or started for the command. `alone`: nobody
 * else may run on the data folder. Throws AdminError for settings that do not read, and when `alone` is not so.
 */
export async function openInstallation({ alone }: { alone: boolean }): Promise<Installation> {
  const settings = readAdminSettings();
  env.provide(settings);
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const one of closing.reverse()) await one();
  };
  try {
    const { databaseUrl, ownsFiles } = await openPostgres(settings, alone, closing);
    let db: Database | undefined;
    const openGraphs = async () => {
      db ??= await openDatabase(databaseUrl);
      database.provide(db);
      const [store, own] = [await openGraphStore(settings, db.pool), db];
      closing.push(
        () => own.close(),
        () => store.close(),
      );
      return store;
    };
    return { settings, databaseUrl, openGraphs: settings.NEO4J_URI || ownsFiles ? openGraphs : undefined, close };
  } catch (error) {
    await close();
    if (error instanceof CannotStartError) throw new AdminError(error.message);
    throw error;
  }
}

function readAdminSettings(): Env {
  try {
    return readSettings(readOptions([]));
  } catch (error) {
    if (error instanceof BadEnvironmentError || error instanceof CannotStartError) throw new AdminError(error.message, 2);
    throw error;
  }
}

async function openPostgres({ DATABASE_URL, DATA_DIR }: Env, alone: boolean, closing: (() => unknown)[]) {
  let ownsFiles = true;
  try {
    closing.push(lockDataDir(DATA_DIR));
  } catch (error) {
    if (alone || !(error instanceof CannotStartError)) throw error;
    ownsFiles = false; // the product runs, and owns the files of the graphs
  }
  if (DATABASE_URL) return { databaseUrl: DATABASE_URL, ownsFiles };
  const [folder, password] = [join(DATA_DIR, 'postgres'), keptSecret(DATA_DIR, 'database-password')];
  if (!ownsFiles) {
    const url = await runningPostgresUrl(folder, password);
    if (!url) throw new AdminError('KG RCA is starting or stopping on this data folder; try again in a moment');
    return { databaseUrl: url, ownsFiles };
  }
  const server = await startEmbeddedPostgres(folder, password);
  closing.push(() => server.stop());
  return { databaseUrl: server.url, ownsFiles };
}
