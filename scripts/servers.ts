/**
 * `npm run servers [start|stop|status|down <server>|up <server>]`: the real servers of cluster mode on loopback, without Docker, in `.servers`:
 * PostgreSQL, Kafka, two Neo4j Community servers and Redis. Ports and passwords are chosen once and kept, so a second start
 * finds the same servers with their data. `.servers/env` holds the environment variables for the product. `down` stops one
 * of them, `up` starts it again on its data: postgres, kafka, redis, neo4j-1, neo4j-2.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres } from '#lib/platform/database/embedded.ts';
import { type KafkaSettings, startKafka } from './servers/kafka.ts';
import { fetchNeo4j, type Neo4jSettings, startNeo4j } from './servers/neo4j.ts';
import { type RedisSettings, startRedis } from './servers/redis.ts';
import { freePorts, lastLines, MissingToolError, type RunningServer } from './servers/server.ts';

const folder = join(import.meta.dirname, '..', '.servers');
const [settingsFile, pidFile, envFile, logFile, controlSocket] = ['settings.json', 'pid', 'env', 'servers.log', 'control'].map((name) =>
  join(folder, name),
) as [string, string, string, string, string];
const START_MS = 600_000;

interface Settings {
  postgres: { port: number; password: string };
  kafka: KafkaSettings;
  neo4j: Neo4jSettings[];
  redis: RedisSettings;
}

async function start(): Promise<void> {
  if (runningPid()) {
    status();
    return;
  }
  mkdirSync(folder, { recursive: true });
  rmSync(envFile, { force: true });
  writeFileSync(logFile, '');
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename, 'run'], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  const deadline = Date.now() + START_MS;
  let printed = 0;
  const printNew = () => {
    const written = readFileSync(logFile, 'utf8');
    process.stdout.write(written.slice(printed));
    printed = written.length;
  };
  while (!existsSync(envFile)) {
    printNew();
    if (ended || Date.now() > deadline) {
      fail(ended ? '' : `The servers were not ready in time:\n${lastLines(logFile)}`);
      return;
    }
    await delay(200);
  }
  printNew();
  say(`\nReady. The environment variables for the product are in .servers/env:\n\n${readFileSync(envFile, 'utf8')}`);
}

/** Runs in the background process: starts every server, writes the environment variables, and stops all servers at a signal. */
async function run(): Promise<void> {
  writeFileSync(pidFile, String(process.pid));
  const settings = await keptSettings();
  const running = new Map<string, RunningServer>();
  const stopAll = async (code: number) => {
    rmSync(envFile, { force: true });
    await Promise.all([...running.values()].map((server) => server.stop()));
    rmSync(pidFile, { force: true });
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stopAll(0));
  const lib = fetchNeo4j(join(folder, 'neo4j'));
  const servers: Record<string, () => Promise<RunningServer>> = {
    postgres: () => startPostgres(settings),
    kafka: () => startKafka(join(folder, 'kafka'), settings.kafka),
    redis: () => startRedis(join(folder, 'redis'), settings.redis),
    ...Object.fromEntries(
      settings.neo4j.map((one, index) => [
        `neo4j-${index + 1}`,
        async () => startNeo4j(`Neo4j ${index + 1}`, await lib, join(folder, `neo4j-${index + 1}`), one),
      ]),
    ),
  };
  const up = async (name: string) => {
    const began = Date.now();
    const server = await servers[name]!();
    running.set(name, server);
    say(`${server.name} is ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  };
  const down = async (name: string) => {
    await running.get(name)?.stop();
    running.delete(name);
  };
  try {
    const outcomes = await Promise.allSettled(Object.keys(servers).map(up));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } catch (error) {
    say(error instanceof MissingToolError ? error.message : String((error as Error).stack));
    await stopAll(1);
  }
  serveOrders(async (order, name) => {
    if (!servers[name]) throw new Error(`there is no server ${name}: there are ${Object.keys(servers).join(', ')}`);
    if (order === 'down') await down(name);
    else if (!running.has(name)) await up(name);
  });
  const variables = Object.assign({}, ...[...running.values()].map((server) => server.variables), {
    NEO4J_URI: settings.neo4j.map(({ boltPort, password }) => `bolt://neo4j:${password}@127.0.0.1:${boltPort}`).join(','),
  });
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  writeFileSync(envFile, `${lines.sort().join('\n')}\n`, { mode: 0o600 });
}

/** Carries out `down <server>` and `up <server>` sent by `order` from another process, and answers once that is done. */
function serveOrders(carryOut: (order: string, name: string) => Promise<void>): void {
  rmSync(controlSocket, { force: true });
  createServer((socket) => {
    socket.once('data', (data) => {
      const [order = '', name = ''] = data.toString().trim().split(' ');
      carryOut(order, name).then(
        () => socket.end('done'),
        (error: Error) => socket.end(error.message),
      );
    });
    socket.on('error', () => {});
  }).listen(controlSocket);
}

function order(what: 'down' | 'up') {
  return async (name = ''): Promise<void> => {
    const answer = await new Promise<string>((answered) => {
      let received = '';
      const socket = connect(controlSocket, () => socket.write(`${what} ${name}\n`));
      socket.on('data', (data) => {
        received += data;
      });
      socket.on('close', () => answered(received));
      socket.on('error', () => answered('no servers are running; start them with: npm run servers'));
    });
    if (answer === 'done') say(`${name} is ${what}.`);
    else fail(answer);
  };
}

async function startPostgres({ postgres }: Settings): Promise<RunningServer> {
  const server = await startEmbeddedPostgres(join(folder, 'postgres'), postgres.password, { port: postgres.port });
  return { name: 'PostgreSQL', variables: { DATABASE_URL: server.url }, stop: server.stop };
}

async function keptSettings(): Promise<Settings> {
  if (existsSync(settingsFile)) return JSON.parse(readFileSync(settingsFile, 'utf8'));
  const [postgresPort, plainPort, tlsPort, controllerPort, redisPort, ...boltPorts] = (await freePorts(7)) as [
    number,
    number,
    number,
    number,
    number,
    ...number[],
  ];
  const secret = () => randomBytes(12).toString('hex');
  const settings: Settings = {
    postgres: { port: postgresPort, password: secret() },
    kafka: { plainPort, tlsPort, controllerPort, password: secret() },
    neo4j: boltPorts.map((boltPort, index) => ({ boltPort, password: secret(), database: `graph-${index + 1}` })),
    redis: { port: redisPort, password: secret() },
  };
  writeFileSync(settingsFile, JSON.stringify(settings, undefined, 2), { mode: 0o600 });
  return settings;
}

async function stop(): Promise<void> {
  const pid = runningPid();
  if (!pid) {
    say('No servers are running.');
    return;
  }
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + 60_000;
  while (runningPid()) {
    if (Date.now() > deadline) {
      fail(`The servers (process ${pid}) do not stop; see their log, ${logFile}.`);
      return;
    }
    await delay(100);
  }
  say('Stopped.');
}

function status(): void {
  const pid = runningPid();
  if (!pid) say('No servers are running. Start them with: npm run servers');
  else
    say(
      existsSync(envFile)
        ? `The servers are running (process ${pid}).\n${readFileSync(envFile, 'utf8')}`
        : `The servers are starting (process ${pid}).`,
    );
}

function runningPid(): number | undefined {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return;
  }
}

function say(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`);
}

function fail(text: string): void {
  if (text) process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

const commands: Record<string, (name?: string) => Promise<void> | void> = {
  start,
  stop,
  status,
  run,
  down: order('down'),
  up: order('up'),
};
const [given = 'start', name] = process.argv.slice(2);
const command = commands[given];
if (command) await command(name);
else fail(`npm run servers knows start, stop, status, down and up, not ${given}.`);
