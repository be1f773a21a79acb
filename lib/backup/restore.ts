import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphStore } from '#lib/graph/index.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import { keyIdOf } from '#lib/platform/secrets.ts';
import { contentOf, readLines } from './files.ts';
import { type GraphLine, readGraph, writeGraph } from './graphs.ts';
import { type Keys, openKeys } from './keys.ts';
import { BackupError, type Manifest, readManifest } from './manifest.ts';
import { inSnapshot, inTransaction, listTables, type Row, readRows, refill, writeRows } from './tables.ts';

/** What a backup is restored into. */
export interface RestoreParts {
  /** The folder of one backup. */
  path: string;
  /** An empty database: without clients. */
  databaseUrl: string;
  /** Opened once the tables are there, as they may say where graphs are. Without it the graphs are rebuilt from the log. */
  openGraphs: (() => Promise<GraphStore>) | undefined;
  /** The folder of the product, with its migrations. */
  root: string;
}

/** The keys in a backup, opened with the passphrase; undefined where the backup holds none. Throws BackupError for a wrong passphrase. */
export async function keysIn(path: string, passphrase: string): Promise<Keys | undefined> {
  const text = await readFile(join(path, 'keys.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const keys = openKeys(JSON.parse(text), passphrase);
  if (!keys) throw new BackupError('BACKUP_PASSPHRASE: does not open the keys of this backup; set the one that it was made with');
  return keys;
}

/** Throws BackupError when stored secrets could not be read with these keys. */
export function checkKeys({ keyIds }: Manifest, keys: Keys): void {
  const have = [keys.current, ...keys.old].map(keyIdOf);
  if (keyIds[0] !== undefined && !have.includes(keyIds[0])) {
    throw new BackupError(
      'SECRET_KEY: is not the one that the secrets in this backup are encrypted with; set that one, or add it to SECRET_KEY_OLD, or set BACKUP_PASSPHRASE if the backup holds its keys',
    );
  }
}

/**
 * Restores a backup: first the schema of its time, then its rows in one transaction, then what migrations came since, then the
 * graphs. Throws BackupError for a backup of a newer version and a database that has clients; both change nothing.
 */
export async function restore({ path, databaseUrl, openGraphs, root }: RestoreParts): Promise<Manifest> {
  const manifest = await readManifest(path);
  const known = await readdir(join(root, 'prisma/migrations'));
  const unknown = manifest.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new BackupError(`this backup was made by a newer version (it has the migration ${unknown.at(-1)}): restore it with that one`);
  await migrate(databaseUrl, root, new Set(manifest.migrations));
  await inTransaction(databaseUrl, async (client) => {
    const { rows } = await client.query('SELECT 1 FROM tenants LIMIT 1');
    if (rows.length > 0) throw new BackupError('DATABASE_URL: this database has clients; restore into an empty one');
    await refill(client, await listTables(client), async () => {
      for (const table of manifest.tables) await writeRows(client, table, readLines<Row>(tableFile(path, table.name), table));
    });
  });
  await migrate(databaseUrl, root);
  if (openGraphs && manifest.graphs.length > 0) {
    const store = await openGraphs();
    for (const graph of manifest.graphs)
      await writeGraph(store, graph.clientId, readLines<GraphLine>(graphFile(path, graph.clientId), graph));
  }
  return manifest;
}

/**
 * Compares what was restored with the backup, row for row and node for node; returns a line for each difference. Only for what was
 * restored by the version that made the backup: migrations since may change rows.
 */
export async function differences(manifest: Manifest, databaseUrl: string, graphs: GraphStore | undefined): Promise<string[]> {
  const found: string[] = [];
  await inSnapshot(databaseUrl, async (client) => {
    for (const table of manifest.tables) {
      const { lines, sha256 } = await contentOf(readRows(client, table));
      if (sha256 !== table.sha256) found.push(`the table ${table.name} has ${lines} rows, the backup ${table.lines}, or other ones`);
    }
  });
  for (const graph of graphs ? manifest.graphs : []) {
    const { lines, sha256 } = await contentOf(readGraph(graphs!, graph.clientId));
    if (sha256 !== graph.sha256) found.push(`the graph of ${graph.clientId} has ${lines} lines, the backup ${graph.lines}, or other ones`);
  }
  return found;
}

const tableFile = (path: string, name: string) => join(path, 'tables', `${name}.ndjson.gz`);
const graphFile = (path: string, clientId: string) => join(path, 'graphs', `${clientId}.ndjson.gz`);
