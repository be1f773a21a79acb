import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { freePorts, startServer } from '../../../scripts/servers/server.ts';

const VERSION = '26.10.2.post1';
const ROOT = 'arcadedb_embedded';

/** A Bolt server with several databases. */
export interface BoltServer {
  uri: string;
  user: string;
  password: string;
  /** ArcadeDB makes databases by HTTP alone. */
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts ArcadeDB (Apache License 2.0, from its Python package, which carries a Java of its own) with `folder` as the
 * place of its programs; undefined where it cannot be had: no pip, or no package for this machine.
 */
export async function startArcadeDb(folder: string): Promise<BoltServer | undefined> {
  const programs = await fetchArcadeDb(folder).catch(() => undefined);
  if (!programs) return undefined;
  const [bolt, http] = (await freePorts(2)) as [number, number];
  const password = randomBytes(12).toString('hex');
  const home = await mkdtemp(join(tmpdir(), 'arcadedb-'));
  const settings = {
    rootPassword: password,
    plugins: 'Bolt:com.arcadedb.bolt.BoltProtocolPlugin',
    httpIncomingHost: '127.0.0.1',
    httpIncomingPort: http,
  };
  const flags = [
    ...Object.entries(settings).map(([name, value]) => `-Darcadedb.server.${name}=${value}`),
    '-Darcadedb.bolt.host=127.0.0.1',
    `-Darcadedb.bolt.port=${bolt}`,
  ];
  const command = (body: string) =>
    fetch(`http://127.0.0.1:${http}/api/v1/server`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`root:${password}`).toString('base64')}` },
      body: JSON.stringify({ command: body }),
    });
  const server = await startServer(
    'ArcadeDB',
    join(home, 'console.log'),
    (log) =>
      spawn(
        join(programs, 'jre/bin/java'),
        ['-Xmx384m', '-XX:+UseSerialGC', ...flags, '-cp', join(programs, 'jars/*'), 'com.arcadedb.server.ArcadeDBServer'],
        { cwd: home, stdio: ['ignore', log, log] },
      ),
    async () => (await command('list databases')).ok,
  );
  return {
    uri: `bolt://127.0.0.1:${bolt}`,
    user: 'root',
    password,
    async createDatabase(name) {
      const answer = await command(`create database ${name}`);
      if (!answer.ok) throw new Error(`ArcadeDB made no database ${name}: ${await answer.text()}`);
    },
    async stop() {
      await server.stop();
      await rm(home, { recursive: true });
    },
  };
}

/** Brings the programs, once. A download that was broken off leaves nothing behind. */
async function fetchArcadeDb(folder: string): Promise<string> {
  const programs = join(folder, VERSION);
  if (existsSync(programs)) return join(programs, ROOT);
  await mkdir(folder, { recursive: true });
  const partial = await mkdtemp(join(folder, 'partial-'));
  await promisify(execFile)('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '-d', partial, `arcadedb-embedded==${VERSION}`]);
  const [wheel = ''] = await readdir(partial);
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(join(partial, wheel))))) {
    if (!name.startsWith(`${ROOT}/jars/`) && !name.startsWith(`${ROOT}/jre/`)) continue;
    const file = join(partial, name);
    await mkdir(dirname(file), { recursive: true });
    if (!name.endsWith('/')) await writeFile(file, bytes);
  }
  for (const program of ['bin/java', 'lib/jspawnhelper']) await chmod(join(partial, ROOT, 'jre', program), 0o755);
  await rm(join(partial, wheel));
  await rename(partial, programs);
  return join(programs, ROOT);
}
