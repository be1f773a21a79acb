import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { PLANS } from '#lib/plans/index.ts';
import type { Flooded } from './flood.ts';
import { batches, type Load, percentile } from './load.ts';

const PROBE_EVERY_MS = 25;
const TIMES = 10;
/** The batch size of a client with few events. */
const SMALL = 10;
/** How often each load is repeated, in turn, so that changes of the machine or the product over time affect all of them equally. */
const ROUNDS = 3;

/**
 * Measures how fresh the graphs of other clients are while a client of the Basic plan sends nothing, ten times its events
 * per day, exactly its requests per minute (full batches), or ten times those. `seconds`: the duration of each load.
 */
export async function neighbour(load: Load, { clients = 20, seconds = 30, batch = 100 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'pro');
  const loud = (await load.open(3, 'basic', { prefix: 'loud' })).keys;
  const requests = PLANS.basic.requestsPerMinute / 60;
  const events = (TIMES * Number(PLANS.basic.eventsPerDay)) / 86_400;
  const floods = {
    nothing: undefined,
    tenfoldEvents: startFlood(load, loud[0] ?? '', events / SMALL, SMALL),
    itsRequests: startFlood(load, loud[1] ?? '', requests, batch),
    tenfoldRequests: startFlood(load, loud[2] ?? '', TIMES * requests, batch),
  };
  const fresh: Record<keyof typeof floods, number[]> = { nothing: [], tenfoldEvents: [], itsRequests: [], tenfoldRequests: [] };
  const accepted = { nothing: 0, tenfoldEvents: 0, itsRequests: 0, tenfoldRequests: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, flood] of Object.entries(floods) as [keyof typeof floods, Flood | undefined][]) {
      flood?.begin();
      fresh[name].push(...(await others(load, keys, seconds / ROUNDS, batch)));
      accepted[name] += (await flood?.end())?.accepted ?? 0;
      await load.caughtUp();
    }
  }
  for (const flood of Object.values(floods)) await flood?.close();
  const figures = (Object.keys(fresh) as (keyof typeof floods)[]).flatMap((name) => [
    [`${name}MsP50`, percentile(fresh[name], 0.5)],
    [`${name}MsP99`, percentile(fresh[name], 0.99)],
    [`${name}RecordsPerSecond`, Math.round(accepted[name] / seconds)],
  ]);
  const ratio = (one: keyof typeof floods, to: keyof typeof floods) =>
    Number((percentile(fresh[one], 0.99) / (percentile(fresh[to], 0.99) || 1)).toFixed(2));
  return {
    others: clients,
    seconds,
    batch,
    ...Object.fromEntries(figures),
    ratioTenfoldEventsToNothing: ratio('tenfoldEvents', 'nothing'),
    ratioTenfoldRequestsToItsRequests: ratio('tenfoldRequests', 'itsRequests'),
    ratioTenfoldRequestsToNothing: ratio('tenfoldRequests', 'nothing'),
  };
}

interface Flood {
  begin(): void;
  /** Stops it and returns what it did since it began. */
  end(): Promise<Flooded>;
  close(): Promise<unknown>;
}

/** Floods from a thread of its own, so that the work for its requests does not distort the measurements. */
function startFlood(load: Load, key: string, perSecond: number, size: number): Flood {
  const worker = new Worker(new URL('./flood.ts', import.meta.url), { workerData: { url: load.product.url, key, perSecond, size } });
  return {
    begin: () => worker.postMessage('start'),
    async end() {
      worker.postMessage('stop');
      const [flooded] = await once(worker, 'message');
      return flooded;
    },
    close: () => worker.terminate(),
  };
}

/** The freshness of the other clients' graphs in ms, probed in turn (probing is load, too) while they send at their own pace. */
async function others(load: Load, keys: string[], seconds: number, batch: number): Promise<number[]> {
  const fresh: number[] = [];
  const until = performance.now() + seconds * 1000;
  const senders = keys.map(async (key, i) => {
    await delay((i / keys.length) * 1000);
    while (performance.now() < until) {
      for (const one of batches(1, batch)) await load.send(key, one);
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
