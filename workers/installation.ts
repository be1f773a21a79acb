import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

/** Something about the machine prevents the start, in one line. */
export class CannotStartError extends Error {
  override name = 'CannotStartError';
}

/** Creates the data folder and checks that it can be written; returns its absolute path. */
export function prepareDataDir(dir: string): string {
  const path = resolve(dir);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    const probe = join(path, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new CannotStartError(
      `DATA_DIR: ${path} cannot be written (${(error as NodeJS.ErrnoException).code}); choose another folder with --data-dir`,
    );
  }
  return path;
}

/**
 * Takes from others what rights they have to the data folder and what is in it, as earlier versions left them. PostgreSQL keeps its
 * own folder, and refuses one that others may read. What belongs to another user is left to that user.
 */
export function closeToOthers(dataDir: string): void {
  const close = (path: string, isFolder: boolean) => {
    const { mode, uid } = lstatSync(path);
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(path, isFolder ? 0o700 : mode & 0o700);
  };
  const walk = (folder: string) => {
    close(folder, true);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && path !== join(dataDir, 'postgres')) walk(path);
      else if (entry.isFile()) close(path, false);
    }
  };
  walk(dataDir);
}

/** A secret of the installation: made at the first start and kept in the data folder, readable by its owner only. */
export function keptSecret(dataDir: string, name: string): string {
  const file = join(prepareDataDir(dataDir), name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** The name of this process among those of its installation. It is kept in the data folder, which one process holds at a time. */
export function instanceOf(dataDir: string): string {
  return keptSecret(dataDir, 'instance').slice(0, 16);
}

/**
 * Locks the data folder for this process; returns a function that unlocks it. A lock that a killed process left is
 * recognised: its process is gone, or is another program by now. Throws CannotStartError when another process holds it.
 */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid !== process.pid && isOurs(pid)) {
        throw new CannotStartError(`KG RCA already runs on ${dataDir} (process ${pid}); stop it, or choose another folder with --data-dir`);
      }
      rmSync(file, { force: true });
    }
  }
  throw new CannotStartError(`another process is starting on ${dataDir} at this very moment; try again`);
}

function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('workers/main.ts') : true;
  } catch {
    return false;
  }
}

/** Throws CannotStartError, which names the variable that chose it, when a port cannot be listened on. */
export async function assertPortFree(variable: 'PORT' | 'HEALTH_PORT', host: string, port: number): Promise<void> {
  await new Promise<void>((free, taken) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code})`;
      taken(new CannotStartError(`${variable}: ${port} on ${host} ${why}; choose another${variable === 'PORT' ? ' with --port' : ''}`));
    });
    probe.listen(port, host, () => probe.close(() => free()));
  });
}
