import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostgresPlace, type PostgresPlace } from './postgres-place.ts';

const ROLE = 'kgrca';
const DATABASE = 'kgrca';
const LEFTOVER_DEADLINE_MS = 5_000;
/** How long each way of stopping may take before the next, harder one. */
const STOP_STEP_MS = 5_000;
const READY = 'database system is ready to accept connections';

/** A PostgreSQL server that this process started. */
export interface EmbeddedServer {
  /** Connects as the product's own role: no superuser, so row-level security holds for it. */
  url: string;
  port: number;
  /** Where the data is; not always where it was asked for, see findPostgresPlace. */
  dataDir: string;
  /** What people should know about where it runs, in one line. */
  notice: string | undefined;
  /** Stops the server; by force when it does not stop by itself, so that it never outlives this call. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the npm package on loopback, making the cluster, the role and the database on first use.
 * A server that a killed process left behind on the same folder is stopped first. `dir` is the data folder,
 * `password` the role's (and the superuser's) password. `port`: the one to listen on; without it a free one is taken.
 * `signal` ends the start: it then rejects, and nothing is left running.
 */
export async function startEmbeddedPostgres(
  dir: string,
  password: string,
  { port: givenPort, signal }: { port?: number; signal?: AbortSignal } = {},
): Promise<EmbeddedServer> {
  const place = await findPostgresPlace(dir);
  const { dataDir, notice } = place;
  await stopLeftover(dataDir);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(place, password, signal);
  await demandScram(dataDir);
  const port = givenPort ?? (await freePort());
  signal?.throwIfAborted();
  const server = await startServer(place, port, signal);
  try {
    await createRoleAndDatabase(port, password);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
  return { port, url: urlOf(port, password), dataDir, notice, stop: () => stopServer(server) };
}

/**
 * The address of an embedded server that another process runs on the data folder `dir`; undefined where none runs.
 * PostgreSQL writes process id, folder, time and port into postmaster.pid, a line each.
 */
export async function runningPostgresUrl(dir: string, password: string): Promise<string | undefined> {
  const { dataDir } = await findPostgresPlace(dir);
  const [pid = '', , , port = ''] = ((await readIfPresent(join(dataDir, 'postmaster.pid'))) ?? '').split('\n');
  if (!port || !(await commandLine(Number(pid))).includes(dataDir)) return undefined;
  return urlOf(Number(port), password);
}

function urlOf(port: number, password: string): string {
  return `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;
}

/**
 * Runs a program of PostgreSQL's in a process group of its own: Ctrl-C in a terminal goes to all of a group, and the
 * database must outlast everything that writes to it.
 */
function launch(program: string, args: string[], { user }: PostgresPlace): ChildProcess {
  return spawn(program, args, {
    ...user,
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function initialise(place: PostgresPlace, password: string, signal: AbortSignal | undefined): Promise<void> {
  const { dataDir, user, initdb } = place;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true }); // of an initialisation that was interrupted
  const passwordFile = join(tmpdir(), `kg-rca-${randomUUID()}`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [dataDir, passwordFile]) await chown(path, user.uid, user.gid);
  try {
    const args = [
      `--pgdata=${dataDir}`,
      '--auth=scram-sha-256',
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ];
    const child = launch(initdb, args, place);
    const printed = collect(child);
    const abort = () => void child.kill('SIGTERM');
    signal?.addEventListener('abort', abort);
    const code = await new Promise((ended, failed) => child.once('error', failed).once('close', ended));
    signal?.removeEventListener('abort', abort);
    signal?.throwIfAborted();
    if (code !== 0) throw new Error(`the embedded PostgreSQL could not be set up in ${dataDir}: ${printed.last()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Lets nobody in but by SCRAM-SHA-256. Data folders of earlier versions took passwords in the clear, over loopback; what they store
 * of passwords fits, since PostgreSQL stores them for SCRAM unless it is told otherwise.
 */
async function demandScram(dataDir: string): Promise<void> {
  const file = join(dataDir, 'pg_hba.conf');
  const written = await readFile(file, 'utf8');
  const demanded = written.replace(/^((?:local|host\w*)[ \t].*[ \t])(?:trust|password|md5|peer|ident)[ \t]*$/gm, '$1scram-sha-256');
  // In place: the file stays its user's.
  if (demanded !== written) await writeFile(file, demanded);
}

async function startServer(place: PostgresPlace, port: number, signal: AbortSignal | undefined): Promise<ChildProcess> {
  // synchronous_commit stays on: what an agent was told is durable must be.
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'password_encryption=scram-sha-256',
    'max_connections=80',
    'shared_buffers=128MB',
    'max_wal_size=2GB',
  ];
  const args = ['-D', place.dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = launch(place.postgres, args, place);
  const printed = collect(server);
  const abort = () => void stopServer(server);
  signal?.addEventListener('abort', abort);
  await new Promise<void>((ready, failed) => {
    const fail = (why: string) => failed(new Error(`the embedded PostgreSQL did not start in ${place.dataDir}: ${why}`));
    server.stderr?.on('data', (chunk) => String(chunk).includes(READY) && ready());
    server.once('error', (error) => fail(error.message));
    server.once('close', () => fail(printed.last()));
  });
  signal?.removeEventListener('abort', abort);
  return server;
}

/** Keeps the last lines that a program printed, for an error's message. */
function collect(child: ChildProcess): { last(): string } {
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = `${printed}${chunk}`.slice(-2_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { last: () => printed.trim().split('\n').slice(-3).join(' | ') };
}

async function stopServer(server: ChildProcess): Promise<void> {
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  // Fast shutdown (sessions are ended, data is flushed), immediate shutdown (the log is replayed at the next start), the end.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await Promise.race([ended, delay(STOP_STEP_MS, undefined, { ref: false })]);
  }
}

async function createRoleAndDatabase(port: number, password: string): Promise<void> {
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
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const deadline = Date.now() + LEFTOVER_DEADLINE_MS;
  for (;;) {
    const written = await readIfPresent(pidFile);
    if (written === undefined) return;
    const pid = Number.parseInt(written.split('\n')[0] ?? '', 10);
    if (!Number.isInteger(pid) || !(await commandLine(pid)).includes(dataDir)) {
      await rm(pidFile, { force: true });
      return;
    }
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${pid}) still runs on ${dataDir}; stop it and start again`);
    try {
      process.kill(pid, 'SIGINT'); // fast shutdown: sessions are ended, data is safe
    } catch {
      // it ended between reading and stopping
    }
    await delay(100);
  }
}

/** A server that ends removes its file at any moment: its absence is an answer, anything else an error. */
async function readIfPresent(file: string): Promise<string | undefined> {
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
