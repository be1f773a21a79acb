/**
 * `npm run bench [-- <name> ...]` starts the product on a data folder of its own, with the load on the same cores, and
 * prints a table and a line of JSON for each benchmark: throughput, provisioning, clients and neighbour (by default all
 * four), abuse, cluster, which runs on the servers of `npm run servers`, billing, which closes a month, usage, which measures the usage page, queries, which runs the query library on a large graph, reads, which reads a large graph at a constant rate, portal, which opens the map of large clusters in a browser, pages, which opens and works with the pages that people see most, and agent, which measures the agent alone on a real
 * Kubernetes control plane. docs/performance.md explains the figures. BENCH_SECONDS, BENCH_CLIENTS, BENCH_BATCH, BENCH_PODS and BENCH_RATE
 * change the load.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProduct } from '../e2e/product.ts';
import { abuse } from './abuse.ts';
import { agent } from './agent.ts';
import { billing, usagePage } from './billing.ts';
import { manyClients } from './clients.ts';
import { cluster } from './cluster.ts';
import { Load } from './load.ts';
import { neighbour } from './neighbour.ts';
import { pages } from './pages.ts';
import { portal } from './portal.ts';
import { provisioning } from './provisioning.ts';
import { queries } from './queries.ts';
import { reads } from './reads.ts';
import { throughput } from './throughput.ts';

const number = (name: string) => (process.env[name] ? Number(process.env[name]) : undefined);
const [seconds, clients, batch, pods, perSecond] = ['BENCH_SECONDS', 'BENCH_CLIENTS', 'BENCH_BATCH', 'BENCH_PODS', 'BENCH_RATE'].map(
  number,
);
const given = { ...(seconds && { seconds }), ...(clients && { clients }), ...(batch && { batch }) };
const singleNode: Record<string, (load: Load) => Promise<Record<string, number>>> = {
  throughput: (load) => throughput(load, given),
  provisioning: (load) => provisioning(load, given),
  clients: (load) => manyClients(load, given),
  neighbour: (load) => neighbour(load, given),
};
/** Benchmarks of a part of the product, which need no running one. */
const alone: Record<string, () => Promise<Record<string, number>>> = {
  billing: () => billing(given),
  usage: () => usagePage(given),
  agent: () => agent({ ...(pods && { pods }) }),
  queries,
};
const all = {
  ...singleNode,
  portal,
  pages,
  reads: (load: Load) => reads(load, { ...given, ...(perSecond && { perSecond }) }),
  abuse: (load: Load) => abuse(load, given),
  cluster: (load: Load) => cluster(load, given),
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in all) && !(name in alone));
if (unknown) {
  console.error(`Unknown benchmark ${unknown}; choose from ${[...Object.keys(all), ...Object.keys(alone)].join(', ')}.`);
  process.exit(1);
}
for (const name of names.length > 0 ? names : Object.keys(singleNode)) {
  const part = alone[name];
  if (part) {
    report(name, { cores: cpus().length, ...(await part()) });
    continue;
  }
  const token = randomUUID();
  if (name === 'cluster') await startServers();
  process.env.KG_TEST_SERVERS = name === 'cluster' ? '1' : '';
  const product = await startProduct({ ADMIN_TOKEN: token, LOG_LEVEL: 'error' });
  try {
    report(name, { cores: cpus().length, ...(await all[name as keyof typeof all]!(new Load(product, token))) });
  } finally {
    await product.end();
  }
}

async function startServers(): Promise<void> {
  await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, '../scripts/servers.ts'),
  ]);
}

function report(name: string, figures: Record<string, number>): void {
  const width = Math.max(...Object.keys(figures).map((one) => one.length));
  console.log(`\n${name}`);
  for (const [one, value] of Object.entries(figures)) console.log(`  ${one.padEnd(width)}  ${value}`);
  console.log(JSON.stringify({ bench: name, ...figures }));
}
