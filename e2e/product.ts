import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { emptyServers } from './servers.ts';

const root = join(import.meta.dirname, '..');
const START_DEADLINE_MS = 120_000;

/** The product as a user starts it, with its own port and data folder. */
export interface Product {
  url: string;
  /** Where the health server listens, with the metrics. */
  healthUrl: string;
  /** Where its data is. */
  dataDir: string;
  /** The id of the current process. */
  readonly pid: number;
  /** Kills the process, as a power failure would. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Stops it like Ctrl-C and returns its exit code. */
  stop(): Promise<number | null>;
  /** Stops it and deletes its data. */
  end(): Promise<void>;
  /** What it has printed since the last start. */
  output(): string;
}

/**
 * Starts the product; `variables` are added to its environment, with `{port}` in a value standing for its port. If KG_TEST_SERVERS is set, it uses real servers instead of
 * the embedded ones.
 */
export async function startProduct(variables: Record<string, string> = {}, args: string[] = []): Promise<Product> {
  const environment = process.env.KG_TEST_SERVERS ? { ...(await emptyServers()), ...variables } : variables;
  const dataDir = await mkdtemp(join(root, '.cache-e2e-'));
  const [port, healthPort] = [await freePort(), await freePort()];
  const settings = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replaceAll('{port}', String(port))]));
  let child: ChildProcess | undefined;
  let printed = '';

  async function start(): Promise<void> {
    printed = '';
    const started = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'workers/main.ts', '--port', String(port), '--data-dir', dataDir, ...args],
      {
        cwd: root,
        env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', HEALTH_PORT: String(healthPort), ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    child = started;
    await new Promise<void>((ready, failed) => {
      const late = setTimeout(() => failed(new Error(`the product was not ready in time: ${printed}`)), START_DEADLINE_MS);
      const collect = (chunk: Buffer) => {
        printed += chunk;
        if (printed.includes('KG RCA is ready')) {
          clearTimeout(late);
          ready();
        }
      };
      started.stdout?.on('data', collect);
      started.stderr?.on('data', collect);
      started.once('exit', (code) => {
        clearTimeout(late);
        failed(new Error(`the product ended with code ${code}: ${printed}`));
      });
    });
  }

  function ended(signal: NodeJS.Signals): Promise<number | null> {
    const running = child;
    if (!running || running.exitCode !== null || running.signalCode !== null) return Promise.resolve(running?.exitCode ?? null);
    return new Promise((done) => {
      running.once('exit', (code) => done(code));
      running.kill(signal);
    });
  }

  const product: Product = {
    url: `http://127.0.0.1:${port}`,
    healthUrl: `http://127.0.0.1:${healthPort}`,
    dataDir,
    get pid() {
      return child?.pid ?? 0;
    },
    start,
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
    async end() {
      await ended('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
    output: () => printed,
  };
  try {
    await start();
  } catch (error) {
    await product.end();
    throw error;
  }
  return product;
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

/** Polls `look` until it returns something; fails with `what`. For things that happen in another process. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, deadlineMs = 90_000): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((again) => setTimeout(again, 250));
  }
  throw new Error(`timed out waiting for: ${what}${last ? ` (${last})` : ''}`);
}
