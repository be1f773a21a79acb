import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Ingest } from '#lib/ingest/index.ts';
import { logger } from '#lib/platform/logger.ts';
import { addMetricsSource } from '#lib/platform/metrics.ts';
import { moving, openRpc } from '#lib/platform/rpc.ts';
import { THREAD_RPC, type ThreadApi, type ThreadStart } from './api.ts';

/** How long a thread may finish what it does before it is terminated, and how long that may take. */
const STOP_MS = 5_000;
const TERMINATE_MS = 1_000;

/** A worker thread of this process that is ready for work. */
export interface RunningThread {
  /** Takes a batch in over there; only the thread `ingest-usage` does. The caller loses the bytes of `body`. */
  ingest: Ingest;
  /**
   * Lets the thread finish what it does, and terminates it after five seconds. Rejects when it does not even end then,
   * because native code keeps it busy.
   */
  stop(): Promise<void>;
}

/** Starts a worker thread and waits until it is ready; its metrics count among those of the process. `onDeath` is called when it ends on its own. */
export async function startThread(start: ThreadStart, onDeath: (error: Error) => void): Promise<RunningThread> {
  const { thread, graphPorts } = start;
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { name: thread, workerData: start, transferList: graphPorts });
  const exited = new Promise<void>((done) => worker.once('exit', () => done()));
  let isStopping = false;
  worker.on('error', (error) => logger.fatal({ err: error, thread }, 'a worker thread died'));
  const rpc = openRpc<ThreadApi>(worker, {}, THREAD_RPC);
  const failed = new Promise<never>((_, fail) => worker.once('error', fail));
  failed.catch(() => {}); // after the start, the listener above is enough
  await Promise.race([rpc.call('ready'), failed]);
  void exited.then(() => {
    if (!isStopping) onDeath(new Error(`the thread ${thread} ended`));
  });
  const removeMetrics = addMetricsSource(() => rpc.call('metrics'));

  const hasExitedWithin = (ms: number) => Promise.race([exited.then(() => true), delay(ms, false, { ref: false })]);
  return {
    ingest: (tenant, stream, body, gzip, now) => rpc.call('ingest', tenant, stream, moving(body), gzip, now),
    async stop() {
      isStopping = true;
      removeMetrics();
      rpc.call('stop').catch((error) => logger.error({ err: error, thread }, 'a worker thread did not stop cleanly'));
      if (await hasExitedWithin(STOP_MS)) return;
      logger.warn({ thread }, 'a worker thread is too busy to stop: it is terminated');
      void worker.terminate();
      if (!(await hasExitedWithin(TERMINATE_MS))) throw new Error(`the thread ${thread} cannot be ended: native code keeps it busy`);
    },
  };
}
