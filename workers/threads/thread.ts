import { parentPort, workerData } from 'node:worker_threads';
import { metrics } from '#lib/platform/metrics.ts';
import { openRpc } from '#lib/platform/rpc.ts';
import { composeThread } from '../compose-thread.ts';
import { THREAD_RPC, type ThreadApi, type ThreadStart } from './api.ts';

/** The entry of every worker thread: composes it as the main thread asks, and serves the main thread until it says stop. */
const port = parentPort;
if (!port) throw new Error('workers/threads/thread.ts runs as a worker thread; start the product with npm start');
const { ingest, stop } = await composeThread(workerData as ThreadStart);
const api: ThreadApi = {
  ready: () => {},
  metrics: () => metrics().registry.getMetricsAsJSON(),
  ingest,
  async stop() {
    await stop();
    setImmediate(() => port.close()); // after the answer has been sent
  },
};
openRpc(port, api, THREAD_RPC);
