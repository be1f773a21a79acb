import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listens, MissingToolError, type RunningServer, startServer } from './server.ts';

const BINARY = '/usr/bin/redis-server';

/** Settings that are chosen once and kept. */
export interface RedisSettings {
  port: number;
  password: string;
}

/** Starts Debian's Redis on loopback, in memory only; installs it where that is allowed. */
export async function startRedis(folder: string, { port, password }: RedisSettings): Promise<RunningServer> {
  await mkdir(folder, { recursive: true });
  if (!existsSync(BINARY)) await install();
  const options = [
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--requirepass',
    password,
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const running = await startServer(
    'Redis',
    join(folder, 'redis.log'),
    (log) => spawn(BINARY, options, { cwd: folder, stdio: ['ignore', log, log] }),
    () => listens(port),
  );
  return { name: 'Redis', variables: { REDIS_URL: `redis://:${password}@127.0.0.1:${port}` }, stop: running.stop };
}

async function install(): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new MissingToolError(`${BINARY} is missing; install Redis (on Debian: apt-get install redis-server)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await promisify(execFile)('apt-get', ['update', '-qq'], { env });
  await promisify(execFile)('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], { env });
}
