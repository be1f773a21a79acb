/**
 * Run as a child process by the builder's tests: builds a busy cluster into the embedded graphs of a folder, a few records
 * at a time, and prints a line for every step. It is there to be killed. Arguments: the folder and the client id.
 */
import { pino } from 'pino';
import { openEmbeddedGraphStore } from '#lib/graph/index.ts';
import { startGraphBuilder } from '../graph-builder.ts';
import { ArrayLog } from './array-log.ts';
import { BUSY, sendBusyCluster } from './busy-cluster.ts';

const [dir, clientId] = process.argv.slice(2) as [string, string];
const store = await openEmbeddedGraphStore(dir);
const log = new ArrayLog();
await log.create(clientId);
await sendBusyCluster(log, clientId, BUSY);
startGraphBuilder({
  log,
  store,
  clients: async () => [clientId],
  clock: () => 0,
  logger: pino({ level: 'silent' }),
  batchSize: 7,
  onApplied: () => process.stdout.write('step\n'),
});
