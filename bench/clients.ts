import { setTimeout as delay } from 'node:timers/promises';
import { batches, type Load, percentile } from './load.ts';
import { usedOf } from './processes.ts';

const EVERY_MS = 10_000;

/** Measures memory and CPU of the product while many clients send little: three records each, every ten seconds. Linux only. */
export async function manyClients(load: Load, { clients = 1_000, seconds = 30 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'pro');
  const fresh: number[] = [];
  const memory: number[] = [];
  let sent = 0;
  const began = performance.now();
  const cpuBegan = usedOf(load.product.pid).cpuSeconds;
  const senders = keys.map(async (key, i) => {
    await delay((i / keys.length) * EVERY_MS);
    while (performance.now() - began < seconds * 1000) {
      for (const batch of batches(3, 1)) {
        const accepted = await load.send(key, batch);
        sent += accepted;
      }
      await delay(EVERY_MS);
    }
  });
  while (performance.now() - began < seconds * 1000) {
    await delay(1_000);
    fresh.push((await load.probe(keys[fresh.length % keys.length] ?? '')).fresh);
    memory.push(usedOf(load.product.pid).mebibytes);
  }
  const cores = (usedOf(load.product.pid).cpuSeconds - cpuBegan) / ((performance.now() - began) / 1000);
  await Promise.all(senders);
  return {
    clients,
    seconds,
    recordsPerSecond: Math.round(sent / seconds),
    mebibytesMost: Math.round(Math.max(...memory)),
    coresPercent: Math.round(cores * 100),
    freshnessMsP50: percentile(fresh, 0.5),
    freshnessMsP99: percentile(fresh, 0.99),
  };
}
