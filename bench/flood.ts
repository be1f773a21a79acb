import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { batches, sendBatch } from './load.ts';

/** The maximum number of concurrent requests of a flooding client. */
const MAX_CONCURRENT = 150;

/** The result of a flood: the number of requests, and the number of their records that were accepted. */
export interface Flooded {
  requests: number;
  accepted: number;
}

const { url, key, perSecond, size } = workerData as { url: string; key: string; perSecond: number; size: number };
const bodies = batches(90, size);
let flooding: Promise<Flooded> | undefined;
let isActive = false;
parentPort?.on('message', async (order: 'start' | 'stop') => {
  isActive = order === 'start';
  if (isActive) flooding = flood();
  else parentPort?.postMessage(await flooding);
});

/** Sends batches at a steady pace until it is stopped, without waiting for the responses to earlier ones. */
async function flood(): Promise<Flooded> {
  const done: Flooded = { requests: 0, accepted: 0 };
  const began = performance.now();
  const pending = new Set<Promise<void>>();
  while (isActive) {
    await delay(Math.max(1, (done.requests / perSecond) * 1000 - (performance.now() - began)));
    const batch = bodies[done.requests++ % bodies.length];
    if (!batch) break;
    const one = sendBatch(url, key, batch).then((records) => {
      done.accepted += records;
      pending.delete(one);
    });
    pending.add(one);
    if (pending.size >= MAX_CONCURRENT) await Promise.race(pending);
  }
  await Promise.all(pending);
  return done;
}
