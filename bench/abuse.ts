import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ATTACKS, type Attack, type Attacked, type AttackOrder } from './attacks.ts';
import { batches, type Load, percentile } from './load.ts';
import { usedOf } from './processes.ts';

const BATCH = 20;
const PAUSE_MS = 1_000;
const PROBE_EVERY_MS = 100;
const PAGES = ['/api/v1/overview', '/api/v1/incidents', '/api/v1/topology?cluster=bench'];
const MIB = 1_024 * 1_024;

/** What the well-behaved clients saw in one phase, and what the product used. Times in ms, sizes in MiB. */
interface Phase {
  p99: number;
  fresh: number;
  mib: number;
  disk: number;
}

/**
 * Measures well-behaved clients, which send a batch and read a page each second, before, during and after each attack: the 99th percentile of
 * their requests and of the freshness of their graphs, the most memory (PSS) of the product's processes, and the size of its data folder.
 * `seconds`: of each phase.
 */
export async function abuse(load: Load, { clients = 20, seconds = 10 }): Promise<Record<string, number>> {
  const { keys } = await load.open(clients, 'pro');
  const figures: Record<string, number> = { others: clients, seconds };
  for (const attack of ATTACKS) {
    const attacker = (await load.open(1, 'basic', { prefix: attack.toLowerCase() })).keys[0] ?? '';
    const before = await phase(load, keys, seconds);
    const worker = new Worker(new URL('./attacks.ts', import.meta.url), {
      workerData: { attack, url: load.product.url, key: attacker } satisfies AttackOrder,
    });
    const during = await phase(load, keys, seconds);
    worker.postMessage('stop');
    const [attacked] = (await once(worker, 'message')) as [Attacked];
    await worker.terminate();
    await load.caughtUp();
    const after = await phase(load, keys, seconds);
    Object.assign(figures, shown(attack, { before, during, after }), {
      [`${attack}Requests`]: attacked.requests,
      [`${attack}Refused`]: attacked.refused,
    });
    console.error(row(attack, before, during, after, attacked));
  }
  return figures;
}

function shown(attack: Attack, phases: Record<'before' | 'during' | 'after', Phase>): Record<string, number> {
  const { before, during } = phases;
  const one = Object.entries(phases).flatMap(([when, { p99, fresh, mib, disk }]) => {
    const figures = { P99Ms: p99, FreshMsP99: fresh, Mebibytes: mib, DiskMebibytes: disk };
    return Object.entries(figures).map(([name, value]) => [`${attack}${when[0]?.toUpperCase()}${when.slice(1)}${name}`, value]);
  });
  return { ...Object.fromEntries(one), [`${attack}RatioP99`]: Number((during.p99 / (before.p99 || 1)).toFixed(2)) };
}

/** A line of the table in docs/performance.md. */
function row(attack: Attack, before: Phase, during: Phase, after: Phase, { requests, refused }: Attacked): string {
  const three = (name: keyof Phase) => [before, during, after].map((one) => one[name]).join(' / ');
  return `| ${attack} | ${requests} | ${refused} | ${three('p99')} | ${three('fresh')} | ${three('mib')} | ${three('disk')} |`;
}

async function phase(load: Load, keys: string[], seconds: number): Promise<Phase> {
  const until = performance.now() + seconds * 1_000;
  const times: number[] = [];
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  };
  const working = keys.map(async (key, i) => {
    await delay((i / keys.length) * PAUSE_MS);
    for (let round = i; performance.now() < until; round++) {
      for (const batch of batches(1, BATCH)) await timed(() => load.send(key, batch));
      await timed(() => load.call(key, 'GET', PAGES[round % PAGES.length] ?? ''));
      await delay(PAUSE_MS);
    }
  });
  const fresh: number[] = [];
  let mib = 0;
  for (let i = 0; performance.now() < until; i++) {
    fresh.push((await load.probe(keys[i % keys.length] ?? '')).fresh);
    if (i % 5 === 0) mib = Math.max(mib, usedOf(load.product.pid).mebibytes);
    await delay(PROBE_EVERY_MS);
  }
  await Promise.all(working);
  return {
    ...{ p99: percentile(times, 0.99), fresh: percentile(fresh, 0.99), mib: Math.round(mib) },
    disk: Math.round(sizeOf(load.product.dataDir) / MIB),
  };
}

/** Bytes of the files in a folder, as they are on disk. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    try {
      bytes += statSync(join(entry.parentPath, entry.name)).blocks * 512;
    } catch {
      // PostgreSQL removed it in between.
    }
  }
  return bytes;
}
