import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { batches, sendBatch } from './load.ts';

/** Requests that a flooding client has open at once. */
const MOST_UNDER_WAY = 150;

/** What a flood did: requests made, and records of them that were accepted. */
export interface Flooded {
  asked: number;
  accepted: number;
}

const { url, key, perSecond, size } = workerData as { url: string; key: string; perSecond: number; size: number };
const bodies = batches(90, size);
let flooding: Promise<Flooded> | undefined;
let flowing = false;
parentPort?.on('message', async (order: 'start' | 'stop') => {
  flowing = order === 'start';
  if (flowing) flooding = flood();
  else parentPort?.postMessage(await flooding);
});

/** Sends batches at a steady pace, whether the ones before are answered or not, until it is told to stop. */
async function flood(): Promise<Flooded> {
  const done: Flooded = { asked: 0, accepted: 0 };
  const began = performance.now();
  const under = new Set<Promise<void>>();
  while (flowing) {
    await delay(Math.max(1, (done.asked / perSecond) * 1000 - (performance.now() - began)));
    const batch = bodies[done.asked++ % bodies.length];
    if (!batch) break;
    const one = sendBatch(url, key, batch).then((records) => {
      done.accepted += records;
      under.delete(one);
    });
    under.add(one);
    if (under.size >= MOST_UNDER_WAY) await Promise.race(under);
  }
  await Promise.all(under);
  return done;
}
