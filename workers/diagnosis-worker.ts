import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { graphStoreOverPort } from '#lib/graph/index.ts';
import { diagnoserOf } from '#lib/incidents/index.ts';
import { openRpc } from '#lib/platform/rpc.ts';
import { DIAGNOSIS_RPC } from './diagnosis-thread.ts';

/** The entry of the diagnosis thread (diagnosis-thread.ts): reads the graphs over the port that it is started with. */
if (!parentPort) throw new Error('workers/diagnosis-worker.ts runs as a worker thread; start the product with npm start');
openRpc(parentPort, diagnoserOf(graphStoreOverPort(workerData as MessagePort)), DIAGNOSIS_RPC);
