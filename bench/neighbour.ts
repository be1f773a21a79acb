import { setTimeout as delay } from 'node:timers/promises';
import { batches, type Load, percentile } from './load.ts';

const BATCHES_A_SECOND_EACH = 1;
const PROBE_EVERY_MS = 50;
/** Requests that the flooding client has open at once. */
const MOST_UNDER_WAY = 150;
/** Requests a second of the Basic plan (1,000 a minute). */
const QUOTA = 1_000 / 60;

/** What a client that sends ten times what its plan allows does to the freshness of others: theirs without it, and with it. */
export async function neighbour(load: Load, { clients = 20, seconds = 30, batch = 100 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'pro');
  const [flooder = ''] = (await load.open(1, 'basic', 'flood')).keys;
  const quiet = await others(load, keys, seconds, batch);
  await load.caughtUp();
  let flooding = true;
  let [asked, accepted] = [0, 0];
  const body = batches(90, batch);
  const began = performance.now();
  const under = new Set<Promise<void>>();
  const flood = (async () => {
    while (flooding) {
      const ahead = (asked / (10 * QUOTA)) * 1000 - (performance.now() - began);
      await delay(Math.max(1, ahead));
      const one = load.send(flooder, body[asked++ % body.length]!).then((records) => {
        accepted += records;
        under.delete(one);
      });
      under.add(one);
      if (under.size >= MOST_UNDER_WAY) await Promise.race(under);
    }
    await Promise.all(under);
  })();
  const beside = await others(load, keys, seconds, batch);
  flooding = false;
  await flood;
  const p99 = [quiet, beside].map((values) => percentile(values, 0.99));
  return {
    others: clients,
    seconds,
    batch,
    floodRequestsPerSecond: Math.round(asked / seconds),
    floodAcceptedPercent: Math.round((100 * accepted) / (asked * batch)),
    othersFreshnessMsP50: percentile(quiet, 0.5),
    othersFreshnessMsP50Beside: percentile(beside, 0.5),
    othersFreshnessMsP99: p99[0] ?? 0,
    othersFreshnessMsP99Beside: p99[1] ?? 0,
    ratioP99: Number(((p99[1] ?? 0) / (p99[0] || 1)).toFixed(2)),
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
