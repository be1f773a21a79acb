import { type TransferListItem, Worker } from 'node:worker_threads';
import { logger } from '#lib/platform/logger.ts';
import { metrics } from '#lib/platform/metrics.ts';
import type { Asked, ThreadStart, Told } from './messages.ts';

/** A worker thread of this process that is ready for work. */
export interface RunningThread {
  ask(asked: Asked, transfer?: TransferListItem[]): void;
  /** Hears what is not about metrics or the thread's life. */
  onTold: (told: Told) => void;
  /** Lets the thread finish what it does; ends it by force after ten seconds. */
  stop(): Promise<void>;
}

/** Starts a thread of workers/threads and waits until it is ready. `onDeath` hears when it ends unasked. */
export async function startThread(name: 'graph' | 'counting', start: ThreadStart, onDeath: (error: Error) => void): Promise<RunningThread> {
  const worker = new Worker(new URL(`./${name}.ts`, import.meta.url), {
    name,
    workerData: start,
    transferList: start.graphPorts,
  });
  const thread: RunningThread = {
    ask: (asked, transfer = []) => worker.postMessage(asked, transfer),
    onTold: () => {},
    async stop() {
      worker.removeAllListeners('exit');
      const ended = new Promise<void>((done) => worker.once('exit', () => done()));
      worker.postMessage({ asked: 'stop' } satisfies Asked);
      const force = setTimeout(() => void worker.terminate(), 10_000);
      await ended;
      clearTimeout(force);
    },
  };
  await new Promise<void>((ready, failed) => {
    worker.on('message', (told: Told) => {
      if (told.told === 'ready') ready();
      else if (told.told === 'failed') failed(new Error(told.message));
      else if (!countMetrics(told)) thread.onTold(told);
    });
    worker.once('error', failed);
  });
  worker.on('error', (error) => logger.fatal({ err: error, thread: name }, 'a worker thread died'));
  worker.on('exit', () => onDeath(new Error(`the ${name} thread ended`)));
  return thread;
}

function countMetrics(told: Told): boolean {
  switch (told.told) {
    case 'applied':
      metrics().messagesProcessed.inc({ client_id: told.clientId }, told.records);
      return true;
    case 'counted':
      metrics().eventsIngested.inc({ client_id: told.clientId }, told.events);
      return true;
    case 'storage':
      metrics().storageUsed.set({ client_id: told.clientId }, told.bytes);
      return true;
    default:
      return false;
  }
}
