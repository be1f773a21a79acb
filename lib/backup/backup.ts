import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphStore } from '#lib/graph/index.ts';
import { keyIdOf } from '#lib/platform/secrets.ts';
import { writeLines } from './files.ts';
import { readGraph } from './graphs.ts';
import { type Keys, sealKeys } from './keys.ts';
import type { Manifest } from './manifest.ts';
import { appliedMigrations, inSnapshot, listTables, readRows } from './tables.ts';

/** What is backed up, and where to. */
export interface BackupParts {
  databaseUrl: string;
  /** Without it the graphs are left out: they are rebuilt from the log. */
  graphs: GraphStore | undefined;
  keys: Keys;
  /** With it the keys are in the backup, sealed. */
  passphrase: string | undefined;
  /** The folder that holds the backups. */
  folder: string;
  /** Backups that are kept, this one included. */
  keep: number;
  /** Epoch ms. */
  now: number;
}

/** A backup's folder is its time; the colons are gone, which some file systems refuse. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;

/**
 * Writes a backup into a folder of its own, and removes the oldest ones. The graphs are read before the tables: what they have
 * applied is then in the log of the backup, where the log is in the database. Returns the backup's folder.
 */
export async function backUp(parts: BackupParts): Promise<{ path: string; manifest: Manifest }> {
  const { databaseUrl, graphs, keys, passphrase, folder, keep, now } = parts;
  const createdAt = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const name = createdAt.replaceAll(':', '-');
  const unfinished = join(folder, `.${name}`);
  await rm(unfinished, { recursive: true, force: true });
  for (const part of ['tables', 'graphs']) await mkdir(join(unfinished, part), { recursive: true, mode: 0o700 });
  const clients = await inSnapshot(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM tenants WHERE status <> 'closed' ORDER BY id`);
    return rows.map(({ id }) => id);
  });
  const manifest: Manifest = {
    format: 1,
    createdAt,
    migrations: [],
    keyIds: [keys.current, ...keys.old].map(keyIdOf),
    tables: [],
    graphs: [],
  };
  for (const clientId of graphs ? clients : []) {
    const content = await writeLines(join(unfinished, 'graphs', `${clientId}.ndjson.gz`), readGraph(graphs!, clientId));
    if (content.lines > 0) manifest.graphs.push({ clientId, ...content });
  }
  await inSnapshot(databaseUrl, async (client) => {
    manifest.migrations = await appliedMigrations(client);
    for (const table of await listTables(client))
      manifest.tables.push({
        ...table,
        ...(await writeLines(join(unfinished, 'tables', `${table.name}.ndjson.gz`), readRows(client, table))),
      });
  });
  if (passphrase) await writeFile(join(unfinished, 'keys.json'), JSON.stringify(sealKeys(keys, passphrase)), { mode: 0o600 });
  await writeFile(join(unfinished, 'manifest.json'), JSON.stringify(manifest, undefined, 2), { mode: 0o600 });
  const path = join(folder, name);
  await rename(unfinished, path);
  for (const old of (await backupsIn(folder)).slice(0, -keep)) await rm(join(folder, old), { recursive: true });
  return { path, manifest };
}

/** The names of the complete backups in a folder, the oldest first. */
export async function backupsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}
