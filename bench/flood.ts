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
let flooding = true;
parentPort?.once('message', () => {
  flooding = false;
});
parentPort?.postMessage(await flood());

/** Sends batches at a steady pace, whether the ones before are answered or not, until it is told to stop. */
async function flood(): Promise<Flooded> {
  const done: Flooded = { asked: 0, accepted: 0 };
  const all = batches(90, size);
  const began = performance.now();
  const under = new Set<Promise<void>>();
  while (flooding) {
    await delay(Math.max(1, (done.asked / perSecond) * 1000 - (performance.now() - began)));
    const batch = all[done.asked++ % all.length];
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
