import { setTimeout as delay } from 'node:timers/promises';
import { type Batch, batches, type Load, percentile } from './load.ts';

const PRODUCERS = 8;
const PROBE_EVERY_MS = 250;
/** What one node has to take, in records a second. */
const BAR = 20_000;
/** The share of a bar at which it is asked how fresh the graphs are. */
const SHARE = 0.7;

/**
 * How many records a second go from producers over the edge and the log into the graphs and the counters, and, at 70 % of
 * the bar, how fresh a graph is and how long a question to it takes. The bodies are made before the clock starts, since
 * agents have machines of their own; sending them is on these cores.
 */
export async function throughput(load: Load, { clients = 200, seconds = 20, batch = 500 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'enterprise');
  const full = await fullSpeed(load, keys, batches(Math.ceil((60_000 / batch) * seconds), batch), seconds);
  return { clients, batch, seconds, ...full, ...(await heldBelow(BAR, load, keys, { seconds, batch })) };
}

/** Sends all batches, or as many as go in the time, as fast as they are taken. */
export async function fullSpeed(load: Load, keys: string[], all: Batch[], seconds: number) {
  const full = await send(load, keys, all, seconds, Number.POSITIVE_INFINITY);
  const sustained = full.sent / ((full.ms + (await load.caughtUp())) / 1000);
  return { acceptedPerSecond: Math.round(full.sent / (full.ms / 1000)), endToEndPerSecond: Math.round(sustained) };
}

/** Sends at 70 % of a bar, in records a second, and asks meanwhile. */
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

/** Sends batches to clients in turn, at most `rate` records a second, until the time or the batches are over. */
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
