import { openPostgresEventLog } from '#lib/event-log/index.ts';
import { openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { database, openDatabase } from '#lib/platform/database/index.ts';
import { provision } from '../provisioner.ts';

/** A provisioner process that kills itself at a given moment of a step: `node provisioner.ts URL GRAPHS CLIENT STEP MOMENT`. */
const [url = '', graphs = '', client = '', step = '', moment = ''] = process.argv.slice(2);
const db = await openDatabase(url, 4);
database.provide(db);
const parts = {
  graph: await openEmbeddedGraphStore(graphs),
  log: await openPostgresEventLog(db.pool),
  secretKey: 'the secret of the test, long enough for it',
  endpoint: 'http://127.0.0.1:3000',
  root: process.cwd(),
  agentVersion: '0.0.0-test',
};
await provision(parts, client, (name, when) => {
  if (name === step && when === moment) process.kill(process.pid, 'SIGKILL');
});
process.exit(0);
