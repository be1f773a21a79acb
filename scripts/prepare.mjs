/**
 * Prepares a fresh clone: dependencies, the database client, the portal's production build, a browser for tests. Each part
 * is skipped when its inputs have not changed. Runs on any Node from 20 on and prints its progress.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listRoutes } from './list-routes.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const STAMPS = join(root, '.cache', 'stamps');
const OLDEST_NODE = 20;

/** Ends the process with one line that says why. */
export function fail(line) {
  console.error(line);
  process.exit(1);
}

function requireNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE)
    fail(`KG RCA needs Node ${OLDEST_NODE} or newer to start; this is ${process.version}. Install a newer one from nodejs.org.`);
}

/** The environment in which everything runs: the project's own Node comes first. */
export function environment() {
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
}

/** Runs a command; with `quiet` its output is shown only when it fails. Resolves with the exit code. */
export function run(command, args, { quiet = false, env = environment() } = {}) {
  return new Promise((ended) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: process.platform === 'win32',
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => {
      output.push(`${error}\n`);
      ended(127);
    });
    child.on('close', (code) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output.map((chunk) => Buffer.from(chunk))));
      ended(code ?? 1);
    });
  });
}

/** Does `work`, with a line of progress, unless `inputs` have the same hash as the last time and `product` exists. */
async function step(name, title, inputs, product, work) {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const file of filesOf(join(root, input))) hash.update(file.slice(root.length)).update(readFileSync(file));
  const digest = hash.digest('hex');
  const stamp = join(STAMPS, name);
  if (existsSync(join(root, product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  await withProgress(title, work);
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, digest);
}

async function withProgress(title, work) {
  const began = Date.now();
  process.stdout.write(`${title} ...`);
  const ticker = process.stdout.isTTY ? setInterval(() => process.stdout.write('.'), 2000) : undefined;
  const code = await work();
  clearInterval(ticker);
  if (code !== 0) fail(`\n${title} failed: see above.`);
  console.log(` ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'generated' && name !== 'node_modules' && !name.includes('.test.'))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** Installs the dependencies unless they are installed, by this script or by `npm ci`. */
async function installDependencies() {
  const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((name) => join(root, name));
  if (existsSync(installed) && isInstalled(JSON.parse(readFileSync(wanted, 'utf8')), JSON.parse(readFileSync(installed, 'utf8')))) return;
  await withProgress('Installing dependencies', () => run('npm', ['ci', '--no-fund', '--no-audit'], { quiet: true }));
}

/**
 * Whether npm's record of what it installed (node_modules/.package-lock.json) has exactly what a lock file asks for. Optional
 * packages may be absent: those of other platforms always are.
 */
export function isInstalled(wanted, installed) {
  const { '': _root, ...packages } = wanted.packages;
  const isSame = (one, other) => one.version === other.version && (!one.integrity || !other.integrity || one.integrity === other.integrity);
  return (
    Object.entries(packages).every(([path, one]) =>
      installed.packages[path] ? isSame(one, installed.packages[path]) : one.optional || one.devOptional,
    ) && Object.keys(installed.packages).every((path) => packages[path])
  );
}

async function generateDatabaseClient() {
  await step('prisma', 'Generating the database client', ['prisma/schema.prisma', 'package-lock.json'], 'prisma/generated/client.ts', () =>
    run('node', ['node_modules/prisma/build/index.js', 'generate'], { quiet: true }),
  );
}

export async function buildPortal() {
  // Before its folder is hashed: the list is one of the sources.
  listRoutes();
  const sources = [
    'app',
    'components',
    'lib',
    'prisma/schema.prisma',
    'public',
    'next.config.ts',
    'postcss.config.mjs',
    'tsconfig.json',
    'package-lock.json',
  ];
  await step('portal', 'Building the portal', sources, '.next/BUILD_ID', () =>
    run('node', ['node_modules/next/dist/bin/next', 'build'], { quiet: true }),
  );
}

/** What checks, tests and development need: dependencies and generated code. */
export async function prepareCode() {
  requireNode();
  await installDependencies();
  await generateDatabaseClient();
  listRoutes();
}

/** Everything that the product needs to run. */
export async function prepare() {
  await prepareCode();
  await buildPortal();
}

/**
 * Starts the product with the project's own Node, in a process group of its own: a terminal sends Ctrl-C to the whole group
 * of this one, and the product stops its own processes in order.
 */
export function spawnProduct(args, nodeEnv) {
  // kafkajs 2.2.4 sets timers into the past, of which Node warns: nothing that an operator could act on.
  const quiet = ['--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];
  return spawn(join(root, 'node_modules/node/bin/node'), [...quiet, 'workers/main.ts', ...args], {
    cwd: root,
    env: { ...environment(), NODE_ENV: nodeEnv },
    stdio: 'inherit',
    detached: true,
  });
}

/** The browser for tests: CHROMIUM_PATH, an installed Chromium, or Debian's, installed where that is allowed. */
export async function findBrowser() {
  const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter(Boolean);
  const found = () => places.find((path) => existsSync(path));
  if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium for the browser tests ...');
    const env = { ...environment(), DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { quiet: true, env });
    await run('apt-get', ['install', '-y', '-qq', 'chromium'], { quiet: true, env });
  }
  const browser = found();
  if (!browser) fail('The browser tests need Chromium: install it (on Debian: apt-get install chromium) or set CHROMIUM_PATH.');
  return browser;
}
