import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { batches, type Load, percentile } from './load.ts';

const EVERY_MS = 10_000;

/** What the product's processes take while many clients send a little: three records each, every ten seconds. Linux only. */
export async function manyClients(load: Load, { clients = 1_000, seconds = 60 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'pro');
  const fresh: number[] = [];
  const memory: number[] = [];
  let sent = 0;
  const began = performance.now();
  const cpuBegan = usedOf(load.product.pid).cpuSeconds;
  const tricklers = keys.map(async (key, i) => {
    await delay((i / keys.length) * EVERY_MS);
    while (performance.now() - began < seconds * 1000) {
      for (const batch of batches(3, 1)) sent += await load.send(key, batch);
      await delay(EVERY_MS);
    }
  });
  while (performance.now() - began < seconds * 1000) {
    await delay(1_000);
    fresh.push((await load.probe(keys[fresh.length % keys.length] ?? '')).fresh);
    memory.push(usedOf(load.product.pid).mebibytes);
  }
  const cores = (usedOf(load.product.pid).cpuSeconds - cpuBegan) / ((performance.now() - began) / 1000);
  await Promise.all(tricklers);
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

/** Memory (shared pages counted in part: PSS) and processor time of a process and all that it started. */
function usedOf(root: number): { mebibytes: number; cpuSeconds: number } {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const status = /^\d+$/.test(name) ? read(`/proc/${name}/status`) : undefined;
    if (status) parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
  }
  const family = [root];
  for (const one of family) family.push(...[...parents].filter(([, parent]) => parent === one).map(([pid]) => pid));
  let kibibytes = 0;
  let ticks = 0;
  for (const pid of family) {
    kibibytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
    const fields = read(`/proc/${pid}/stat`)?.split(') ')[1]?.split(' ');
    // utime and stime are the 14th and 15th field of proc(5), in hundredths of a second.
    ticks += Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  }
  return { mebibytes: kibibytes / 1024, cpuSeconds: ticks / 100 };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // it ended meanwhile
  }
}
