import { setTimeout as delay } from 'node:timers/promises';
import { type Batch, batches, type Load, percentile } from './load.ts';

const PRODUCERS = 8;
const PROBE_EVERY_MS = 250;
/** The throughput that a single node must reach, in records per second. */
const BAR = 20_000;
/** The share of the required throughput at which freshness is measured. */
const SHARE = 0.7;

/**
 * Measures how many records per second get from the producers through the edge and the log into the graphs and the usage
 * counters, and at 70 % of the required throughput how fresh a graph is and how long a read takes. The bodies are created
 * before the clock starts, since agents run on other machines; sending them uses the same cores.
 */
export async function throughput(load: Load, { clients = 200, seconds = 20, batch = 500 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'enterprise');
  const full = await fullSpeed(load, keys, batches(Math.ceil((60_000 / batch) * seconds), batch), seconds);
  return { clients, batch, seconds, ...full, ...(await heldBelow(BAR, load, keys, { seconds, batch })) };
}

/** Sends all batches, or as many as possible in the time, as fast as they are accepted. */
export async function fullSpeed(load: Load, keys: string[], all: Batch[], seconds: number) {
  const full = await send(load, keys, all, seconds, Number.POSITIVE_INFINITY);
  const sustained = full.sent / ((full.ms + (await load.caughtUp())) / 1000);
  return { acceptedPerSecond: Math.round(full.sent / (full.ms / 1000)), endToEndPerSecond: Math.round(sustained) };
}

/** Sends at 70 % of the required throughput (records per second) and measures freshness and reads meanwhile. */
export async function heldBelow(bar: number, load: Load, keys: string[], { seconds, batch }: { seconds: number; batch: number }) {
  const rate = bar * SHARE;
  const paced = batches(Math.ceil((rate * seconds) / batch) + 1, batch);
  const probed = probing(load, keys[0] ?? '', seconds);
  const held = await send(load, keys, paced, seconds, rate);
  const { fresh, reads } = await probed;
  await load.caughtUp();
  return {
    heldPerSecond: Math.round(held.sent / (held.ms / 1000)),
    freshnessMsP50: percentile(fresh, 0.5),
    freshnessMsP99: percentile(fresh, 0.99),
    apiReadMsP50: percentile(reads, 0.5),
    apiReadMsP99: percentile(reads, 0.99),
  };
}

/** Sends batches to the clients in turn, at most `rate` records per second, until the time is over or all batches are sent. */
async function send(load: Load, keys: string[], all: Batch[], seconds: number, rate: number): Promise<{ sent: number; ms: number }> {
  const began = performance.now();
  let sent = 0;
  let next = 0;
  const producer = async () => {
    while (performance.now() - began < seconds * 1000) {
      const ahead = (sent / rate) * 1000 - (performance.now() - began);
      if (ahead > 0) {
        await delay(Math.min(1000, ahead));
        continue;
      }
      const batch = all[next];
      if (!batch) return;
      const key = keys[next++ % keys.length] ?? '';
      sent += batch.records;
      const accepted = await load.send(key, batch);
      if (accepted !== batch.records) throw new Error(`${accepted} of ${batch.records} records were accepted`);
    }
  };
  await Promise.all(Array.from({ length: PRODUCERS }, producer));
  return { sent, ms: performance.now() - began };
}

async function probing(load: Load, key: string, seconds: number): Promise<{ fresh: number[]; reads: number[] }> {
  const all = { fresh: [] as number[], reads: [] as number[] };
  for (const until = performance.now() + seconds * 1000; performance.now() < until; await delay(PROBE_EVERY_MS)) {
    const { fresh, reads } = await load.probe(key);
    all.fresh.push(fresh);
    all.reads.push(...reads);
  }
  return all;
}
