import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchJars, requireJava, startJava } from './java.ts';
import { listens, type RunningServer, startServer } from './server.ts';

const DEPENDENCIES = ['org.neo4j:neo4j:5.26.30'];
const OPENED = ['java.nio', 'java.io', 'sun.nio.ch', 'java.util.concurrent'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);

/** Settings that are chosen once and kept. */
export interface Neo4jSettings {
  boltPort: number;
  password: string;
  /** The one database that a Community server serves. */
  database: string;
}

/** The jars of Neo4j Community, shared by all its servers. Needs Java 17 and Maven. */
export async function fetchNeo4j(folder: string): Promise<string> {
  await requireJava(17);
  return fetchJars(folder, DEPENDENCIES);
}

/** Starts a Community server on loopback with `home` as its folder: Bolt only, no file or network reads from queries. */
export async function startNeo4j(name: string, lib: string, home: string, settings: Neo4jSettings): Promise<RunningServer> {
  for (const folder of ['conf', 'data', 'logs', 'plugins', 'import', 'run', 'licenses'])
    await mkdir(join(home, folder), { recursive: true });
  await writeFile(join(home, 'conf', 'neo4j.conf'), neo4jConfiguration(settings));
  const cp = ['-cp', `${lib}/*`];
  const env = { NEO4J_HOME: home, NEO4J_CONF: join(home, 'conf') };
  if (!existsSync(join(home, 'data', 'databases', 'system')) && !existsSync(join(home, 'data', 'dbms', 'auth.ini'))) {
    const setPassword = ['org.neo4j.cli.AdminTool', 'dbms', 'set-initial-password', settings.password];
    await promisify(execFile)('java', ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...cp, ...setPassword], {
      env: { ...process.env, ...env },
    });
  }
  const memory = ['-Xms384m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError'];
  const entry = ['org.neo4j.server.CommunityEntryPoint', `--home-dir=${home}`, `--config-dir=${join(home, 'conf')}`];
  const running = await startServer(
    name,
    join(home, 'logs', 'console.log'),
    (log) =>
      startJava([...memory, ...OPENED, '--enable-native-access=ALL-UNNAMED', '-Dfile.encoding=UTF-8', ...cp, ...entry], {
        cwd: home,
        log,
        env,
      }),
    () => listens(settings.boltPort),
  );
  return { name, variables: {}, stop: running.stop };
}

/** The settings of a server. */
export function neo4jConfiguration({ boltPort, database }: Neo4jSettings): string {
  return `initial.dbms.default_database=${database}
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:${boltPort}
server.bolt.advertised_address=127.0.0.1:${boltPort}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
dbms.memory.transaction.total.max=200m
# one query cannot take it all: what builds the graph needs its part
db.memory.transaction.max=128m
db.tx_log.rotation.retention_policy=keep_none
db.tx_log.rotation.size=16m
db.tx_log.preallocate=false
# READ access does not stop LOAD CSV: files and addresses are shut here
server.directories.import=import
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
internal.server.bolt.thread_pool_shutdown_wait_time=200ms
`;
}
