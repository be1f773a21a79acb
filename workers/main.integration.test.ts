import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
let dataDir: string;
const running = new Set<ChildProcess>();
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kg-main-'));
  await chmod(dataDir, 0o755);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  await rm(dataDir, { recursive: true, force: true });
});

interface Run {
  printed(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves once the text is printed; rejects when the process ends before. */
  until(text: string): Promise<void>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

function run(args: string[], variables: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'workers/main.ts', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', HEALTH_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      printed += chunk;
    });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) =>
    child.once('close', (code, signal) => done({ code, signal })),
  );
  return {
    printed: () => printed,
    signal: (name) => void child.kill(name),
    ended,
    until: (text) =>
      new Promise((found, failed) => {
        const look = () => printed.includes(text) && found();
        child.stdout?.on('data', look);
        child.stderr?.on('data', look);
        void ended.then(() => failed(new Error(`ended without printing ${text}: ${printed}`)));
        look();
      }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Whether a postmaster still runs on the data: its process id stands in a file that it removes when it ends. */
async function postgresRuns(): Promise<boolean> {
  const data = await realpath(join(dataDir, 'postgres')).catch(() => join(dataDir, 'postgres'));
  const written = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  try {
    return written !== '' && process.kill(Number.parseInt(written, 10), 0);
  } catch {
    return false;
  }
}

describe('SIGTERM during the start', () => {
  it.each(['Starting the database', 'Starting the graphs and the ingest', 'Starting the portal'])(
    'at the step "%s" ends it with code 0, without a stack, and leaves no PostgreSQL behind',
    async (step) => {
      const started = run(['--port', String(await freePort()), '--data-dir', dataDir]);
      await started.until(step);
      started.signal('SIGTERM');
      expect(await started.ended).toEqual({ code: 0, signal: null });
      expect(started.printed()).toMatch(/Stopping \.\.\.\n$/);
      expect(started.printed()).not.toMatch(/^\s+at /m);
      expect(await postgresRuns()).toBe(false);
    },
  );

  it('ends PostgreSQL and the process also while the graph thread is too busy to stop', async () => {
    // Keeps the graph thread busy for good, from soon after it was started.
    const busy = join(dataDir, 'busy.mjs');
    const script = `import { isMainThread, workerData } from 'node:worker_threads';
      if (!isMainThread && workerData?.thread === 'graph') setTimeout(() => { for (;;); }, 1500);`;
    await writeFile(busy, script);
    const started = run(['--port', String(await freePort()), '--data-dir', dataDir], { NODE_OPTIONS: `--import=${busy}` });
    await started.until('Starting the graphs');
    await new Promise((later) => setTimeout(later, 2_500));
    const began = Date.now();
    started.signal('SIGTERM');
    await started.ended;
    expect(Date.now() - began).toBeLessThan(20_000);
    expect(await postgresRuns()).toBe(false);
  });
});

describe('the data folder', () => {
  it('is closed to other users after a run, with everything in it, also where an earlier version left it open', async () => {
    await mkdir(join(dataDir, 'logs'), { mode: 0o755 });
    await writeFile(join(dataDir, 'logs/kg-rca.log'), '', { mode: 0o644 });
    const started = run(['--port', String(await freePort()), '--data-dir', dataDir]);
    await started.until('KG RCA is ready');
    started.signal('SIGTERM');
    await started.ended;
    const open: string[] = [];
    for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const { mode } = await lstat(path);
      if (!entry.isSymbolicLink() && (mode & 0o077) !== 0) open.push(`${(mode & 0o777).toString(8)} ${path}`);
    }
    expect(open).toEqual([]);
    expect((await readdir(dataDir)).toSorted()).toEqual(
      expect.arrayContaining(['database-password', 'graphs', 'logs', 'postgres', 'secret-key']),
    );
    // Under root PostgreSQL's user has to pass through it; it may not list it.
    expect((await lstat(dataDir)).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  });
});

describe('a start that is refused', () => {
  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown role', ['--roles', 'cook'], {}, /^--roles: there is no role cook; choose from [a-z, -]+\n$/],
    ['a bad variable', [], { PORT: 'abc' }, /^PORT: must be a whole number\n$/],
    [
      'a data folder that cannot be made',
      ['--data-dir', join(root, 'package.json', 'data')],
      {},
      /^DATA_DIR: \S+package\.json\/data cannot be written \(ENOTDIR\); choose another folder with --data-dir\n$/,
    ],
    [
      'roles without the shared servers',
      ['--roles', 'web'],
      {},
      /^--roles: a process that runs only some roles .* needs DATABASE_URL, NEO4J_URI, SECRET_KEY set;.*\n$/,
    ],
    [
      'a database that is not there',
      [],
      { DATABASE_URL: 'postgresql://kgrca:x@127.0.0.1:1/kgrca' },
      /^Starting the database \.\.\.\nKG RCA could not start: .*ECONNREFUSED 127\.0\.0\.1:1\n$/,
    ],
  ])('for %s says so in one plain line', async (_, args, variables, expected) => {
    const port = String(await freePort());
    const refused = run(args, { PORT: port, DATA_DIR: dataDir, ...variables });
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.printed()).toMatch(expected);
  });

  it('for a port that is in use names the variable', async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const { port } = taken.address() as { port: number };
    const refused = run(['--port', String(port), '--data-dir', dataDir]);
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.printed()).toBe(`PORT: ${port} on 127.0.0.1 is in use; choose another with --port\n`);
    taken.close();
  });
});

it('under root in a closed folder, PostgreSQL runs and the start says where', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'PostgreSQL runs as another user only under root');
  const closed = join(dataDir, 'home');
  const started = run(['--port', String(await freePort()), '--data-dir', join(closed, 'data')]);
  await chmod(dataDir, 0o700);
  await started.until('Starting the graphs');
  started.signal('SIGTERM');
  await started.ended;
  const data = await realpath(join(closed, 'data/postgres'));
  expect(started.printed()).toContain(`its data is in ${data}`);
  await rm(dirname(data), { recursive: true });
});
