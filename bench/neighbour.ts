import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PLANS } from '#lib/billing/plans.ts';
import type { Flooded } from './flood.ts';
import { batches, type Load, percentile } from './load.ts';

const BATCHES_A_SECOND_EACH = 1;
const PROBE_EVERY_MS = 50;
const TIMES = 10;
/** Records of a batch of a client that has few events. */
const SMALL = 10;

/**
 * How fresh the graphs of others are beside a client of the Basic plan: while it sends nothing, ten times its events a
 * day, exactly its requests a minute (full batches), and ten times those.
 */
export async function neighbour(load: Load, { clients = 20, seconds = 30, batch = 100 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'pro');
  const loud = (await load.open(3, 'basic', 'loud')).keys;
  const requests = PLANS.basic.requestsPerMinute / 60;
  const events = (TIMES * Number(PLANS.basic.eventsPerDay)) / 86_400;

  const quiet = await others(load, keys, seconds, batch);
  const beside = async (perSecond: number, size: number) => {
    const flood = await startFlood(load, loud.pop() ?? '', perSecond, size);
    const fresh = await others(load, keys, seconds, batch);
    return { fresh, ...(await flood.stop()) };
  };
  const tenfoldEvents = await beside(events / SMALL, SMALL);
  const itsRequests = await beside(requests, batch);
  const tenfoldRequests = await beside(TIMES * requests, batch);
  const p99 = (values: number[]) => percentile(values, 0.99);
  const ratio = (values: number[], to: number[]) => Number((p99(values) / (p99(to) || 1)).toFixed(2));
  return {
    others: clients,
    seconds,
    batch,
    freshnessMsP50: percentile(quiet, 0.5),
    freshnessMsP99: p99(quiet),
    tenfoldEventsMsP50: percentile(tenfoldEvents.fresh, 0.5),
    tenfoldEventsMsP99: p99(tenfoldEvents.fresh),
    itsRequestsMsP50: percentile(itsRequests.fresh, 0.5),
    itsRequestsMsP99: p99(itsRequests.fresh),
    itsRequestsRecordsPerSecond: Math.round(itsRequests.accepted / seconds),
    tenfoldRequestsMsP50: percentile(tenfoldRequests.fresh, 0.5),
    tenfoldRequestsMsP99: p99(tenfoldRequests.fresh),
    tenfoldRequestsRecordsPerSecond: Math.round(tenfoldRequests.accepted / seconds),
    ratioTenfoldEventsToNothing: ratio(tenfoldEvents.fresh, quiet),
    ratioTenfoldRequestsToItsRequests: ratio(tenfoldRequests.fresh, itsRequests.fresh),
    ratioTenfoldRequestsToNothing: ratio(tenfoldRequests.fresh, quiet),
  };
}

/** Floods from a thread of its own: what it spends on its requests must not stand in the others' times. */
async function startFlood(load: Load, key: string, perSecond: number, size: number): Promise<{ stop(): Promise<Flooded> }> {
  const worker = new Worker(new URL('./flood.ts', import.meta.url), { workerData: { url: load.product.url, key, perSecond, size } });
  await once(worker, 'online');
  return {
    async stop() {
      worker.postMessage('stop');
      const [flooded] = await once(worker, 'message');
      return flooded;
    },
  };
}

/** Freshness of the others' graphs while they send at their own pace, in ms: each is asked now and then, since asking is a load as well. */
async function others(load: Load, keys: string[], seconds: number, batch: number): Promise<number[]> {
  const fresh: number[] = [];
  const until = performance.now() + seconds * 1000;
  const senders = keys.map(async (key, i) => {
    await delay((i / keys.length) * 1000);
    while (performance.now() < until) {
      for (const one of batches(BATCHES_A_SECOND_EACH, batch)) await load.send(key, one);
      await delay(1000);
    }
  });
  for (let i = 0; performance.now() < until; i++) {
    fresh.push((await load.probe(keys[i % keys.length] ?? '')).fresh);
    await delay(PROBE_EVERY_MS);
  }
  await Promise.all(senders);
  return fresh;
}
