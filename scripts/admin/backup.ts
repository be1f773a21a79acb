import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackupError,
  backUp,
  backupsIn,
  checkKeys,
  differences,
  type Keys,
  keysIn,
  type Manifest,
  readManifest,
  restore,
} from '#lib/backup/index.ts';
import { openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { migrate } from '#lib/platform/database/migrate.ts';
import { randomToken } from '#lib/platform/secrets.ts';
import { AdminError, type Arguments, type Command, wholeNumber } from './command.ts';
import { type Installation, openInstallation } from './installation.ts';

const ROOT = join(import.meta.dirname, '../..');
const KEPT = 14;

/** Backs an installation up; it may run. */
export const backup: Command = {
  purpose: 'backs up the database, the graphs and, with BACKUP_PASSPHRASE, the keys',
  options: {
    to: { what: 'the folder that holds the backups', required: true },
    keep: { what: `how many backups are kept there (${KEPT})` },
  },
  async run({ to = '', keep = String(KEPT) }, say) {
    const kept = wholeNumber(keep, 'keep', 1);
    const began = Date.now();
    const { path, manifest } = await inInstallation({ alone: false }, async ({ settings, databaseUrl, openGraphs }) => {
      await migrate(databaseUrl, ROOT);
      await mkdir(to, { recursive: true, mode: 0o700 });
      const keys = { current: settings.secretKey, old: settings.oldSecretKeys };
      const passphrase = process.env.BACKUP_PASSPHRASE || undefined;
      if (!passphrase) say('BACKUP_PASSPHRASE is not set: the keys are not in this backup. Keep SECRET_KEY elsewhere, or it is of no use.');
      if (!openGraphs) say('The product holds the files of its graphs: they are not in this backup, and are rebuilt from the log.');
      return await backUp({ databaseUrl, graphs: await openGraphs?.(), keys, passphrase, folder: to, keep: kept, now: began });
    });
    say(`${path}: ${contents(manifest)}, in ${seconds(began)}`);
    return 0;
  },
};

/** Restores a backup into an installation that is empty. */
export const restoreCommand: Command = {
  purpose: 'restores a backup into an empty installation, which must not run',
  options: { from: { what: 'the folder of a backup, or the one that holds them: the newest', required: true } },
  async run(args, say) {
    const path = await backupAt(args);
    const began = Date.now();
    const manifest = await inInstallation({ alone: true }, async (installation) => {
      const { settings, databaseUrl, openGraphs } = installation;
      const own = { current: settings.secretKey, old: settings.oldSecretKeys };
      await demandKeys(path, own);
      return await restore({ path, databaseUrl, openGraphs, root: ROOT });
    });
    say(
      `Restored ${contents(manifest)} of ${manifest.createdAt}, in ${seconds(began)}. What came after it is missing, unless it is in Kafka.`,
    );
    return 0;
  },
};

/** Restores a backup from nothing, beside everything that runs, and compares it with the backup. */
export const drill: Command = {
  purpose: 'restores a backup into a database of its own and compares every row and node',
  options: { from: { what: 'the folder of a backup, or the one that holds them: the newest', required: true } },
  async run(args, say) {
    const path = await backupAt(args);
    const folder = await mkdtemp(join(tmpdir(), 'kg-drill-'));
    const began = Date.now();
    const server = await startEmbeddedPostgres(join(folder, 'postgres'), randomToken(24));
    const graphs = await openEmbeddedGraphStore(join(folder, 'graphs'));
    try {
      const manifest = await told(() => restore({ path, databaseUrl: server.url, openGraphs: async () => graphs, root: ROOT }));
      const took = seconds(began);
      const found = await differences(manifest, server.url, graphs);
      for (const one of found) say(one);
      if (found.length > 0) throw new AdminError(`${path} was restored, but is not what was backed up.`);
      say(`${path}: ${contents(manifest)}, restored from nothing in ${took}; every row and node is equal.`);
      return 0;
    } finally {
      await graphs.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Throws AdminError when neither the settings nor the backup have the key of its secrets, or when the backup's must be set first. */
async function demandKeys(path: string, own: Keys): Promise<void> {
  const manifest = await told(() => readManifest(path));
  const { BACKUP_PASSPHRASE } = process.env;
  const kept = BACKUP_PASSPHRASE ? await told(() => keysIn(path, BACKUP_PASSPHRASE)) : undefined;
  try {
    checkKeys(manifest, own);
  } catch (error) {
    if (!kept) throw new AdminError((error as Error).message);
    throw new AdminError(`SECRET_KEY: set the one that this backup holds, and run this again: SECRET_KEY=${kept.current}`);
  }
}

/** The folder of the backup that the arguments name: itself, or the newest in it. */
async function backupAt({ from = '' }: Arguments): Promise<string> {
  if (existsSync(join(from, 'manifest.json'))) return from;
  const newest = existsSync(from) ? (await backupsIn(from)).at(-1) : undefined;
  if (!newest) throw new AdminError(`--from: there is no backup at ${from}`, 2);
  return join(from, newest);
}

async function inInstallation<T>(how: { alone: boolean }, work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation(how);
  try {
    return await told(() => work(installation));
  } finally {
    await installation.close();
  }
}

/** Passes on what the module of backups says to people. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BackupError ? new AdminError(error.message) : error;
  }
}

function contents({ tables, graphs }: Manifest): string {
  const rows = tables.reduce((sum, { lines }) => sum + lines, 0);
  return `${rows.toLocaleString('en')} rows of ${tables.length} tables and ${graphs.length} graphs`;
}

function seconds(began: number): string {
  return `${((Date.now() - began) / 1_000).toFixed(1)} s`;
}
