/** Run as a worker thread by the contract: holds the embedded store of a folder and serves it over the port it is handed. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openEmbeddedGraphStore } from '../embedded/store.ts';
import { serveGraphStore } from '../thread.ts';

const { dir, port } = workerData as { dir: string; port: MessagePort };
const store = await openEmbeddedGraphStore(dir);
serveGraphStore(store, port);
parentPort!.once('message', async () => {
  await store.close();
  port.close();
  parentPort!.close();
});
parentPort!.postMessage('ready');
