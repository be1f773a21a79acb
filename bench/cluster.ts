import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batches, type Load, percentile } from './load.ts';
import { cpuOfServers, usedOf } from './processes.ts';
import { fullSpeed, heldBelow } from './throughput.ts';
import { yardstick } from './yardstick.ts';

/** Two Neo4j Community servers can hold two graphs. */
const CLIENTS = 2;
/** The throughput that a cluster must reach, in records per second. */
const BAR = 10_000;

/**
 * Measures the same path as `throughput` on real Kafka, Neo4j, PostgreSQL and Redis, which share the machine's cores: the
 * throughput, the CPU time of each process, and what a plain loop without the product reaches on the same servers with
 * the same records. Servers that were just started run at half their speed until the JVM has compiled their code.
 * Therefore the same number of records is sent before the measurement, and their throughput is reported, too.
 */
export async function cluster(load: Load, { seconds = 20, batch = 500, records = 180_000 }): Promise<Record<string, number>> {
  const { keys, tookMs } = await load.open(CLIENTS, 'enterprise');
  const servers = Number(readFileSync(join(import.meta.dirname, '../.servers/pid'), 'utf8'));
  const first = await fullSpeed(load, keys, batches(Math.ceil(records / batch), batch), Number.POSITIVE_INFINITY);
  const all = batches(Math.ceil(records / batch), batch);
  const [before, own] = [cpuOfServers(servers), usedOf(load.product.pid).cpuSeconds];
  const began = performance.now();
  const measured = await fullSpeed(load, keys, all, Number.POSITIVE_INFINITY);
  const share = (cpuSeconds: number) => Math.round((100 * cpuSeconds) / ((performance.now() - began) / 1000));
  const after = cpuOfServers(servers);
  const shares = Object.fromEntries(Object.entries(after).map(([name, cpu]) => [`coresPercent ${name}`, share(cpu - (before[name] ?? 0))]));
  const product = share(usedOf(load.product.pid).cpuSeconds - own);
  const held = await heldBelow(BAR, load, keys, { seconds, batch });
  await load.product.stop();
  const plain = await yardstick(all);
  return {
    clients: CLIENTS,
    batch,
    seconds,
    provisioningMsMost: percentile(tookMs, 1),
    firstEndToEndPerSecond: first.endToEndPerSecond,
    ...measured,
    ...held,
    'coresPercent product': product,
    ...shares,
    yardstickPerSecond: plain,
    ratioToYardstick: Number((measured.endToEndPerSecond / plain).toFixed(2)),
  };
}
